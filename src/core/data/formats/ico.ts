// Icons and cursors: a list of pictures, each a PNG or a BMP without its file header and with a mask behind it. The largest one is taken, as by
// Chromium's <img>. Neither platform's decoder is asked: sharp has none.
import { u8, u16le, u32le } from '../bytes.ts'
import { cutShort, type Decode, type DecodedImage, damaged, type PictureFacts, type RgbaImage } from '../image.ts'
import { type BmpHeader, readBmpHeader, rowLength, rowStart } from './bmp-header.ts'
import { decodeBmpPixels } from './bmp-pixels.ts'
import { inspectPng, isWholePng } from './png.ts'

const LIST_AT = 6
const ENTRY_LENGTH = 16
const PNG_START = 0x474e5089

interface Entry {
  readonly area: number
  readonly bits: number
  readonly at: number
}

function readEntry(bytes: Uint8Array, entry: number): Entry {
  const side = (at: number) => u8(bytes, at) || 256
  const colours = u8(bytes, entry + 2) || 256
  const isCursor = u16le(bytes, 2) === 2 // there the bits' place holds where it points
  const bits = isCursor ? 0 : u16le(bytes, entry + 6)
  return { area: side(entry) * side(entry + 1), bits: bits || Math.ceil(Math.log2(colours)), at: u32le(bytes, entry + 12) }
}

/** Where the largest picture begins; among equals the one with the most colours. */
function largest(bytes: Uint8Array): number {
  const count = u16le(bytes, 4)
  const end = LIST_AT + ENTRY_LENGTH * count
  if (bytes.length < end) throw cutShort('ico')
  const entries = Array.from({ length: count }, (_, i) => readEntry(bytes, LIST_AT + ENTRY_LENGTH * i))
  if (entries.some(({ at }) => at < end)) throw damaged('ico')
  const [first] = entries.sort((a, b) => b.area - a.area || b.bits - a.bits)
  if (!first) throw damaged('ico')
  if (first.at + 4 > bytes.length) throw cutShort('ico')
  return first.at
}

const isPng = (bytes: Uint8Array, at: number) => u32le(bytes, at) === PNG_START
const readHeader = (bytes: Uint8Array, at: number) => readBmpHeader(bytes, { format: 'ico', at, pixelsAt: null })

export function isIco(bytes: Uint8Array): boolean {
  return u16le(bytes, 0) === 0 && [1, 2].includes(u16le(bytes, 2)) && u16le(bytes, 4) > 0
}

export function inspectIco(bytes: Uint8Array): PictureFacts {
  const at = largest(bytes)
  if (isPng(bytes, at)) return inspectPng(bytes.subarray(at))
  const { width, height } = readHeader(bytes, at)
  return { width, height, changes: [] }
}

export function isWholeIco(bytes: Uint8Array): boolean {
  const at = largest(bytes)
  if (isPng(bytes, at)) return isWholePng(bytes.subarray(at))
  const header = readHeader(bytes, at)
  return bytes.length >= header.pixelsAt + rowLength(header) * header.height
}

/** Behind the picture stands one bit a pixel: 1 is transparent. (Over 1, a colour would turn what lies below it around; nobody draws that.) */
function maskOut(bytes: Uint8Array, header: BmpHeader, { width, height, pixels }: RgbaImage): void {
  const mask = { ...header, bits: 1 }
  const maskAt = header.pixelsAt + rowLength(header) * height
  if (maskAt + rowLength(mask) * height > bytes.length) throw cutShort('ico')
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if ((u8(bytes, maskAt + rowLength(mask) * y + (x >> 3)) >> (7 - (x % 8))) & 1)
        pixels.fill(0, rowStart(header, y) + 4 * x, rowStart(header, y) + 4 * x + 4)
}

/** Whether what the picture has of alpha says more than its mask. */
function hasAlpha(bytes: Uint8Array, header: BmpHeader): boolean {
  const mask = header.masks[3] ?? 0
  if (mask === 0) return false
  const read = header.bits === 16 ? u16le : u32le
  const end = header.pixelsAt + rowLength(header) * header.height
  for (let at = header.pixelsAt; at < end; at += header.bits / 8) if ((read(bytes, at) & mask) !== 0) return true
  return false
}

export async function decodeIco(bytes: Uint8Array, decode: Decode): Promise<DecodedImage> {
  const at = largest(bytes)
  if (isPng(bytes, at)) return decode(bytes.subarray(at), 'png')
  const header = readHeader(bytes, at)
  const image = decodeBmpPixels(bytes, header)
  if (!hasAlpha(bytes, header)) maskOut(bytes, header, image)
  return image
}
