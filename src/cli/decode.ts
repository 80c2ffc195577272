// Decoding in Node: by sharp, and by the browsers' own library where sharp makes other pixels of a file than they do; drawings by the
// library that draws them in the browser too.
import sharp from 'sharp'
import { toSrgb } from '../data/formats/colour-space.ts'
import { jpegColours } from '../data/formats/jpeg.ts'
import { isDeepPng } from '../data/formats/png.ts'
import { pngColours } from '../data/formats/png-colours.ts'
import { webpProfile } from '../data/formats/webp.ts'
import { type Decode, type DecodedFormat, Refusal, type RgbaImage } from '../data/image.ts'
import { IMPORT_LIMITS } from '../spec/datasets.ts'
import { decodeSvgInNode } from './svg.ts'

sharp.concurrency(1) // several pictures are decoded at once: threads within each would only get in each other's way
sharp.cache(false) // no picture is decoded twice

/** In sRGB as browsers show it; only the first frame. What is cut short fails, lesser flaws do not: browsers judge alike. */
export const decodeInNode: Decode = async (bytes, format) => {
  if (format === 'heic') throw new Error('HEIC is under patents: sharp comes without it')
  if (format === 'svg') return decodeSvgInNode(bytes)
  if (isBeyondSharp(bytes, format)) return decodeByCanvas(bytes)
  const space = format === 'png' ? pngColours(bytes).space : null
  const image = await decodeBySharp(bytes, space !== null)
  return space ? toSrgb(image, space) : image
}

/**
 * What sharp 0.35 was seen to decode unlike browsers: AVIF (it repeats halved colours, and takes limited greys and alphas for full ones),
 * frames of a GIF that are smaller than its canvas, inks, profiles with a table of colours, and those of 16-bit PNGs.
 */
function isBeyondSharp(bytes: Uint8Array, format: DecodedFormat): boolean {
  if (format === 'avif' || format === 'gif') return true
  if (format === 'png') return isDeepPng(bytes) || pngColours(bytes).hasTable
  if (format === 'webp') return webpProfile(bytes)?.hasTable ?? false
  const { isCmyk, profile } = jpegColours(bytes)
  return isCmyk || (profile?.hasTable ?? false)
}

/** Twice to four times as fast as the canvas on photographs. @param asStored without the colours of an embedded profile */
async function decodeBySharp(bytes: Uint8Array, asStored: boolean): Promise<RgbaImage> {
  const picture = sharp(bytes, { limitInputPixels: IMPORT_LIMITS.maxPixels, failOn: 'truncated', ignoreIcc: asStored })
  const { data, info } = await picture.toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  if (info.channels !== 4) throw new Error(`${info.channels} channels instead of RGBA`)
  return { width: info.width, height: info.height, pixels: data }
}

/** By Skia, which draws for Chromium too. Loaded when it is first needed: most sets never do. */
async function decodeByCanvas(bytes: Uint8Array): Promise<RgbaImage> {
  const { createCanvas, loadImage } = await import('@napi-rs/canvas').catch(() => {
    throw new Refusal('unreadable', 'The part of this program that decodes such files is not installed: run `npm ci`, or save it as PNG.')
  })
  const image = await loadImage(bytes)
  const { width, height } = image
  const context = createCanvas(width, height).getContext('2d')
  context.drawImage(image, 0, 0)
  return { width, height, pixels: context.getImageData(0, 0, width, height).data }
}
