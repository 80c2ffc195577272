// Icons and cursors: a list of pictures, each a PNG, or a BMP without its file header and followed by a mask. The largest one is used, as in
// Chromium's <img>. Decoded here on both platforms, because sharp has no decoder for them.
import { u8, u16le, u32le } from '../bytes.ts'
import { cutShort, damaged } from '../errors.ts'
import type { Decode, DecodedImage, HeaderFacts, PixelSize } from '../image.ts'
import { decodeBmpPixels } from './bmp.ts'
import { type BmpHeader, readBmpHeader, rowLength, rowStart } from './bmp-header.ts'
import { inspectPng, isWholePng } from './png.ts'

const LIST_AT = 6
const ENTRY_LENGTH = 16
const PNG_START = 0x474e5089
const ICON = 1
const CURSOR = 2

interface Entry extends PixelSize {
  readonly bits: number
  readonly at: number
}

function readEntry(bytes: Uint8Array, entry: number): Entry {
  const [width, height] = [u8(bytes, entry) || 256, u8(bytes, entry + 1) || 256]
  const colours = u8(bytes, entry + 2) || 256
  const isCursor = u16le(bytes, 2) === CURSOR // that has its hot spot in the place of the bits
  const bits = isCursor ? 0 : u16le(bytes, entry + 6)
  return { width, height, bits: bits || Math.ceil(Math.log2(colours)), at: u32le(bytes, entry + 12) }
}

/** The largest picture; of equally large ones that with the most colours. */
function largest(bytes: Uint8Array): Entry {
  const count = u16le(bytes, 4)
  const end = LIST_AT + ENTRY_LENGTH * count
  if (bytes.length < end) throw cutShort('ico')
  const entries = Array.from({ length: count }, (_, i) => readEntry(bytes, LIST_AT + ENTRY_LENGTH * i))
  const [first] = entries.sort((a, b) => b.width * b.height - a.width * a.height || b.bits - a.bits)
  if (!first || entries.some(({ at }) => at < end)) throw damaged('ico')
  if (first.at + 4 > bytes.length) throw cutShort('ico')
  return first
}

const isPng = (bytes: Uint8Array, { at }: Entry) => u32le(bytes, at) === PNG_START

function readHeader(bytes: Uint8Array, { at, width, height }: Entry): BmpHeader {
  const header = readBmpHeader(bytes, { format: 'ico', at, pixelsAt: null })
  if (header.width !== width || header.height !== height) throw damaged('ico')
  return header
}

export function isIco(bytes: Uint8Array): boolean {
  return u16le(bytes, 0) === 0 && [ICON, CURSOR].includes(u16le(bytes, 2)) && u16le(bytes, 4) > 0
}

export function inspectIco(bytes: Uint8Array): HeaderFacts {
  const entry = largest(bytes)
  if (isPng(bytes, entry)) return inspectPng(bytes.subarray(entry.at))
  const { width, height } = readHeader(bytes, entry)
  return { width, height, changes: [] }
}

export function isWholeIco(bytes: Uint8Array): boolean {
  const entry = largest(bytes)
  if (isPng(bytes, entry)) return isWholePng(bytes.subarray(entry.at))
  const header = readHeader(bytes, entry)
  return bytes.length >= header.pixelsAt + rowLength(header) * header.height
}

/** Whether all pixels are transparent: old programs write 0 in place of alpha, and the mask counts. */
function isTransparent(pixels: DecodedImage['pixels']): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 0) return false
  return true
}

/** Applies the mask after the picture, one bit a pixel: 1 is transparent. Some icons have none. */
function applyMask(bytes: Uint8Array, header: BmpHeader, pixels: DecodedImage['pixels']): void {
  const { width, height, pixelsAt } = header
  const maskAt = pixelsAt + rowLength(header) * height
  const maskRow = rowLength({ ...header, bits: 1 })
  const hasMask = maskAt + maskRow * height <= bytes.length
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const masked = hasMask && ((u8(bytes, maskAt + maskRow * y + (x >> 3)) >> (7 - (x % 8))) & 1) === 1
      pixels[rowStart(header, y) + 4 * x + 3] = masked ? 0 : 255
    }
}

/** @param decode decodes a PNG */
export async function decodeIco(bytes: Uint8Array, decode: Decode): Promise<DecodedImage> {
  const entry = largest(bytes)
  if (isPng(bytes, entry)) return decode(bytes.subarray(entry.at), 'png')
  const header = readHeader(bytes, entry)
  const image = decodeBmpPixels(bytes, header)
  if (!header.masks[3] || isTransparent(image.pixels)) applyMask(bytes, header, image.pixels)
  return image
}
