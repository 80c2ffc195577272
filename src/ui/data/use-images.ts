// Hooks about the images of the open set: pictures to load, names, and which images are left out.
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { useImageCache } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
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

const NONE: ReadonlySet<number> = new Set()

/** Images that training does not see, by number. */
export function useLeftOut(): ReadonlySet<number> {
  return useStore(({ data }) => data.opened?.leftOut ?? NONE)
}

export function useTakenImages(): readonly number[] {
  const prepared = useStore(({ data }) => data.opened?.summary.prepared ?? 0)
  const leftOut = useLeftOut()
  return useMemo(() => Array.from({ length: prepared }, (_, image) => image).filter((image) => !leftOut.has(image)), [prepared, leftOut])
}
