// Decoding in Node, by sharp; drawings by the library that draws them in the browser too.
import sharp from 'sharp'
import type { Decode } from '../core/data/image.ts'
import { IMPORT_LIMITS } from '../spec/datasets.ts'
import { decodeSvgInNode } from './svg.ts'

sharp.concurrency(1) // several pictures are decoded at once: threads within each would only get in each other's way
sharp.cache(false) // no picture is decoded twice

/** Upright, in sRGB as browsers show it; only the first frame. What is cut short fails, lesser flaws do not: browsers judge alike. */
export const decodeInNode: Decode = async (bytes, format) => {
  if (format === 'heic') throw new Error('HEIC is under patents: sharp comes without it')
  if (format === 'svg') return decodeSvgInNode(bytes)
  const picture = sharp(bytes, { limitInputPixels: IMPORT_LIMITS.maxPixels, failOn: 'truncated' })
  const { data, info } = await picture.autoOrient().toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  if (info.channels !== 4) throw new Error(`${info.channels} channels instead of RGBA`)
  return { width: info.width, height: info.height, pixels: data }
}
