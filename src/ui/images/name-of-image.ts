// What an image is called: its path, or its number while the path is not known.
import { formatCount } from '../text/format.ts'
import type { PageCache } from './page-cache.ts'

export function nameOfImage(cache: PageCache, image: number): string {
  return cache.pathOf(image) ?? `Image ${formatCount(image + 1)}`
}
