// Decoding in Node: by sharp, or by Skia where sharp gives other pixels than browsers; SVG by the library that also draws it in the browser.
import sharp from 'sharp'
import { Refusal } from '../data/errors.ts'
import { toSrgb } from '../data/formats/colour-space.ts'
import { jpegColours } from '../data/formats/jpeg.ts'
import { isDeepPng } from '../data/formats/png.ts'
import { pngColours } from '../data/formats/png-colours.ts'
import { webpProfile } from '../data/formats/webp.ts'
import type { Decode, DecodedFormat, RgbaImage } from '../data/image.ts'
import { IMPORT_LIMITS } from '../spec/datasets.ts'
import { decodeSvgInNode } from './svg.ts'

sharp.concurrency(1) // several pictures are decoded at the same time, so threads within each gain nothing
sharp.cache(false) // no picture is decoded twice

/** In sRGB as browsers show it; only the first frame. Like browsers it fails for truncated files, not for lesser faults. */
export const decodeInNode: Decode = async (bytes, format) => {
  if (format === 'heic') throw new Error('HEIC is under patents: sharp comes without it')
  if (format === 'svg') return decodeSvgInNode(bytes)
  if (isBeyondSharp(bytes, format)) return decodeByCanvas(bytes)
  const space = format === 'png' ? pngColours(bytes).space : null
  const image = await decodeBySharp(bytes, space !== null)
  return space ? toSrgb(image, space) : image
}

/**
 * What sharp 0.35 decodes differently from browsers: AVIF (it repeats subsampled chroma, and takes grey and alpha of limited range for full
 * range), frames of a GIF that are smaller than its canvas, CMYK, profiles with lookup tables, and profiles of 16-bit PNGs.
 */
function isBeyondSharp(bytes: Uint8Array, format: DecodedFormat): boolean {
  if (format === 'avif' || format === 'gif') return true
  if (format === 'png') return isDeepPng(bytes) || pngColours(bytes).hasTable
  if (format === 'webp') return webpProfile(bytes)?.hasTable ?? false
  const { isCmyk, profile } = jpegColours(bytes)
  return isCmyk || (profile?.hasTable ?? false)
}

/** Two to four times as fast as the canvas on photographs. @param ignoreProfile leaves an embedded profile unapplied */
async function decodeBySharp(bytes: Uint8Array, ignoreProfile: boolean): Promise<RgbaImage> {
  const picture = sharp(bytes, { limitInputPixels: IMPORT_LIMITS.maxPixels, failOn: 'truncated', ignoreIcc: ignoreProfile })
  const { data, info } = await picture.toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  if (info.channels !== 4) throw new Error(`${info.channels} channels instead of RGBA`)
  return { width: info.width, height: info.height, pixels: data }
}

/** By Skia, which Chromium uses too. Loaded when first needed: most sets never need it. */
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
