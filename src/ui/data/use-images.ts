// Hooks about the images of the open set: pictures to load, names, and which images are left out.
import { useEffect, useSyncExternalStore } from 'react'
import { useImageCache } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { leftOutImages, takenImages } from './data-slice.ts'
import { nameOfImage } from './page-cache.ts'

/** Loads the pictures of these images for as long as a view shows them. `view` identifies it to the page cache. */
export function useWanted(view: string, images: readonly number[]): void {
  const cache = useImageCache()
  useEffect(() => cache.want(view, images))
  useEffect(() => () => cache.want(view, []), [cache, view])
}

export function useImageName(image: number): string {
  const cache = useImageCache()
  return useSyncExternalStore(cache.subscribe, () => nameOfImage(cache, image))
}

/** Images that training does not see, by number. */
export function useLeftOut(): ReadonlySet<number> {
  return useStore(leftOutImages)
}

export function useTakenImages(): readonly number[] {
  return useStore(takenImages)
}
