// Pictures out of a block of pictures, as views without copying.
import type { Pictures } from '../../spec/image-block.ts'

/** RGBA, [size, size, 4]. */
export function pixelsOf({ size, pixels }: Pick<Pictures, 'size' | 'pixels'>, index: number): Pictures['pixels'] {
  const bytes = 4 * size * size
  return pixels.subarray(index * bytes, (index + 1) * bytes)
}

/** The first `count` pictures. */
export function firstPictures(pictures: Pictures, count: number): Pictures {
  return { ...pictures, count, pixels: pictures.pixels.subarray(0, 4 * count * pictures.size ** 2) }
}

/** A block of one picture. */
export function onePicture(pictures: Pictures, index: number): Pictures {
  return { ...pictures, count: 1, pixels: pixelsOf(pictures, index) }
}
