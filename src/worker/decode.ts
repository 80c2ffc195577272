// Decoding in the browser, by its own decoders, off the page's thread.
import type { FetchBytes } from '../core/data/builtin.ts'
import type { Decode } from '../core/data/image.ts'

/** Upright, in sRGB as the browser shows it; only the first frame. */
export const decodeInBrowser: Decode = async (bytes, format) => {
  // A Blob takes no view on shared memory; none is ever passed here.
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: `image/${format}` })
  const bitmap = await createImageBitmap(blob, { imageOrientation: 'from-image', premultiplyAlpha: 'none' })
  try {
    const { width, height } = bitmap
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('there is no 2D canvas')
    context.drawImage(bitmap, 0, 0)
    return { width, height, pixels: context.getImageData(0, 0, width, height).data }
  } finally {
    bitmap.close()
  }
}

/** Reads the files of public/datasets of a page that is served at `base`, an absolute URL with a slash at its end. */
export function createFetchBytes(base: string): FetchBytes {
  return async (file) => {
    const response = await fetch(new URL(`datasets/${file}`, base))
    if (!response.ok) throw new Error(`datasets/${file} could not be loaded: the server answered ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  }
}
