// BMP, read and decoded by the same code on the page and the command line. By hand: Node's decoder has no BMP; of the libraries, bmp-ts needs
// Node's Buffer, fast-bmp reads neither old headers nor run lengths, and none treats unusual files as browsers do.
// Decodes as Chromium's <img> does, but refuses what is cut short or damaged. Like Chromium 156, it takes calibrated colours (nearly always
// sRGB or invalid) for sRGB, ignores links to profiles, and makes indices beyond the palette and pixels that run lengths skip black.
import { u8, u16le, u24le, u32le } from '../bytes.ts'
import { cutShort, Refusal } from '../errors.ts'
import type { Decode, DecodedImage, HeaderFacts, RgbaImage } from '../image.ts'
import { type BmpHeader, readBmpHeader, rowLength, rowStart } from './bmp-header.ts'
import { asPng } from './png-chunks.ts'

const FILE_HEADER = 14

function readHeader(bytes: Uint8Array): BmpHeader {
  return readBmpHeader(bytes, { format: 'bmp', at: FILE_HEADER, pixelsAt: u32le(bytes, 10) })
}

export function inspectBmp(bytes: Uint8Array): HeaderFacts {
  const { width, height } = readHeader(bytes)
  return { width, height, changes: [] }
}

/** Whether run lengths are complete shows only while they are decoded. */
export function isWholeBmp(bytes: Uint8Array): boolean {
  const header = readHeader(bytes)
  const { packing, height, pixelsAt, profile } = header
  const pixelsEnd = pixelsAt + (packing === 'none' ? rowLength(header) * height : 0)
  return bytes.length >= Math.max(pixelsEnd, profile?.end ?? 0)
}

/** @param decode decodes a PNG: a BMP with a profile is turned into one, so that its colours are converted like those of a PNG */
export async function decodeBmp(bytes: Uint8Array, decode: Decode): Promise<DecodedImage> {
  const header = readHeader(bytes)
  const image = decodeBmpPixels(bytes, header)
  const { profile } = header
  return profile ? decode(asPng(image, bytes.subarray(profile.from, profile.end)), 'png') : image
}

type Channel = (value: number) => number

/** 0 to 255 from the bits under a mask; of more than 8 bits the highest 8. @param ifNone for an empty mask */
function channelOf(mask: number, ifNone: number): Channel {
  if (mask === 0) return () => ifNone
  const low = 31 - Math.clz32(mask & -mask)
  const length = 32 - Math.clz32(mask) - low
  if (length >= 8) return (value) => (value >>> (low + length - 8)) & 255
  const max = 2 ** length - 1
  return (value) => Math.round((((value >>> low) & max) * 255) / max)
}

/** Red, green, blue and alpha of each palette entry; those beyond its end are black. */
function readPalette(bytes: Uint8Array, { palette: { at, bytesEach, colours } }: BmpHeader): Uint8Array {
  const palette = new Uint8Array(256 * 4)
  for (let i = 0; i < 256; i++) {
    const entry = at + bytesEach * i
    if (i < colours) palette.set([u8(bytes, entry + 2), u8(bytes, entry + 1), u8(bytes, entry)], 4 * i)
    palette[4 * i + 3] = 255
  }
  return palette
}

function indexedPixels(bytes: Uint8Array, header: BmpHeader): Uint8Array {
  const { width, height, bits, pixelsAt } = header
  const palette = readPalette(bytes, header)
  const pixels = new Uint8Array(width * height * 4)
  const perByte = 8 / bits
  for (let y = 0; y < height; y++) {
    const row = pixelsAt + rowLength(header) * y
    const target = rowStart(header, y)
    for (let x = 0; x < width; x++) {
      const packed = u8(bytes, row + Math.floor(x / perByte)) // the leftmost pixel in the highest bits
      const entry = 4 * ((packed >> (8 - bits * ((x % perByte) + 1))) & (2 ** bits - 1))
      for (let i = 0; i < 4; i++) pixels[target + 4 * x + i] = palette[entry + i] as number
    }
  }
  return pixels
}

function colourPixels(bytes: Uint8Array, header: BmpHeader): Uint8Array {
  const { width, height, bits, masks, pixelsAt } = header
  const [red, green, blue, alpha] = masks.map((mask, i) => channelOf(mask, i === 3 ? 255 : 0)) as [Channel, Channel, Channel, Channel]
  const read = bits === 16 ? u16le : bits === 24 ? u24le : u32le
  const pixels = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    const row = pixelsAt + rowLength(header) * y
    let at = rowStart(header, y)
    for (let x = 0; x < width; x++, at += 4) {
      const value = read(bytes, row + (x * bits) / 8)
      pixels[at] = red(value)
      pixels[at + 1] = green(value)
      pixels[at + 2] = blue(value)
      pixels[at + 3] = alpha(value)
    }
  }
  return pixels
}

export function decodeBmpPixels(bytes: Uint8Array, header: BmpHeader): RgbaImage {
  const { width, height, packing, bits } = header
  if (packing !== 'none') return { width, height, pixels: runLengthPixels(bytes, header, readPalette(bytes, header)) }
  return { width, height, pixels: bits < 16 ? indexedPixels(bytes, header) : colourPixels(bytes, header) }
}

/** Codes after a count of 0; a higher number means that many single pixels. */
const END_OF_ROW = 0
const END_OF_PICTURE = 1
const JUMP = 2

/** Writes pixel `i` of those that are stored from byte `from` on. */
type Put = (target: number, from: number, i: number) => void

function putterFor(bytes: Uint8Array, { packing }: BmpHeader, palette: Uint8Array, pixels: Uint8Array): Put {
  const putIndex = (target: number, index: number) => pixels.set(palette.subarray(4 * index, 4 * index + 4), target)
  if (packing === 'rle8') return (target, from, i) => putIndex(target, u8(bytes, from + i))
  if (packing === 'rle4') return (target, from, i) => putIndex(target, (u8(bytes, from + (i >> 1)) >> (i % 2 ? 0 : 4)) & 15)
  return (target, from, i) => pixels.set([u8(bytes, from + 3 * i + 2), u8(bytes, from + 3 * i + 1), u8(bytes, from + 3 * i), 255], target)
}

const BLACK = 0xff000000 // RGBA on little-endian machines, as all that run this are

/** @param palette RGBA */
function runLengthPixels(bytes: Uint8Array, header: BmpHeader, palette: Uint8Array): Uint8Array {
  const { width, height, packing, pixelsAt } = header
  const pixels = new Uint8Array(new Uint32Array(width * height).fill(BLACK).buffer)
  const put = putterFor(bytes, header, palette, pixels)
  const bitsEach = packing === 'rle24' ? 24 : packing === 'rle8' ? 8 : 4
  let [x, y, at] = [0, 0, pixelsAt]
  /** Skips so many bytes and returns their offset. */
  const skip = (length: number) => {
    if (at + length > bytes.length) throw cutShort('bmp')
    at += length
    return at - length
  }
  /** Runs that are too long for their row are cut at its end. */
  const putPixels = (count: number, from: number, source: (i: number) => number) => {
    for (let i = 0; i < count && x < width; i++) put(rowStart(header, y) + 4 * x++, from, source(i))
  }
  const isComplete = () => y === height - 1 && x === width

  // What follows the last row does not matter, nor whether there is an end mark. Each run takes at least 2 bytes and writes at most 255 pixels.
  while (y < height && !(isComplete() && at + 2 > bytes.length)) {
    const start = skip(2)
    const [count, code] = [u8(bytes, start), u8(bytes, start + 1)]
    if (count > 0) {
      if (packing === 'rle24') skip(2)
      putPixels(count, start + 1, (i) => (packing === 'rle4' ? i % 2 : 0)) // RLE4 alternates between two colours
    } else if (code === END_OF_PICTURE) break
    else if (code === END_OF_ROW) {
      x = 0
      y++
    } else if (code === JUMP) {
      const by = skip(2)
      x += u8(bytes, by)
      y += u8(bytes, by + 1)
      if (x > width || y >= height) throw new Refusal('damaged', 'The BMP is damaged: its pixels lead out of the picture.')
    } else putPixels(code, skip(Math.ceil((code * bitsEach) / 16) * 2), (i) => i) // padded to a multiple of 2 bytes
  }
  return pixels
}
