// Pictures of the open set that a view shows, for as long as it does.
import { useEffect, useSyncExternalStore } from 'react'
import { nameOfImage } from '../images/name-of-image.ts'
import { useSession } from '../session/session-context.ts'

/** `view` is what the page cache knows it by. */
export function useWanted(view: string, images: readonly number[]): void {
  const cache = useSession().images
  useEffect(() => cache.want(view, images))
  useEffect(() => () => cache.want(view, []), [cache, view])
}

export function useImageName(image: number): string {
  const cache = useSession().images
  return useSyncExternalStore(cache.subscribe, () => nameOfImage(cache, image))
}
