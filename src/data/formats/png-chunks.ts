// The chunks of a PNG, read and written, and RGBA pixels as a PNG file: uncompressed to be decoded at once, or packed to be kept.
// By hand, because PNG libraries want the whole image in memory where a large sheet is made row by row; deflate is fflate's. https://www.w3.org/TR/png-3/

import { strToU8, Zlib, zlibSync } from 'fflate'
import { ascii, crc32, joined, u32be } from '../bytes.ts'
import type { RgbaImage } from '../image.ts'

export const SIGNATURE_LENGTH = 8
/** A chunk's length, name and checksum. */
const CHUNK_FRAME = 12

export interface Chunk {
  readonly name: string
  /** Offset of its length field. */
  readonly at: number
  readonly length: number
  /** Of its data. */
  readonly start: number
  readonly end: number
}

/** All chunks whose header is complete. */
export function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  let at = SIGNATURE_LENGTH
  while (at + CHUNK_FRAME <= bytes.length) {
    const length = u32be(bytes, at)
    yield { name: ascii(bytes, at + 4, 4), at, length, start: at + 8, end: at + 8 + length }
    at += CHUNK_FRAME + length
  }
}

export function chunkOf(name: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(CHUNK_FRAME + data.length)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, data.length)
  for (let i = 0; i < 4; i++) chunk[4 + i] = name.charCodeAt(i)
  chunk.set(data, 8)
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)))
  return chunk
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const RGBA_8_BITS = [8, 6, 0, 0, 0]
/** The first byte of a row: 0 for no filter, 2 for differences to the row above. */
const UP = 2

const big32 = (n: number) => [n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255]
const letters = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0))
const headerOf = (width: number, height: number) => chunkOf('IHDR', Uint8Array.of(...big32(width), ...big32(height), ...RGBA_8_BITS))
const END = chunkOf('IEND', new Uint8Array())

/** What Latin-1 can print, with line feeds. */
const PLAIN = /^[\n\x20-\x7e\xa0-\xff]*$/

/** Text beside its keyword: tEXt, which every reader knows, or iTXt where that cannot hold it. Neither may hold a zero. */
function textChunk(keyword: string, text: string): Uint8Array {
  if (PLAIN.test(text)) return chunkOf('tEXt', joined(letters(keyword), [0], letters(text)))
  const plainInNoLanguage = [0, 0, 0, 0, 0] // after the keyword its end, not compressed, by no method, and no language or translated keyword
  return chunkOf('iTXt', joined(letters(keyword), plainInNoLanguage, strToU8(text.replaceAll('\0', ' '))))
}

const uncompressed = (bytes: Uint8Array) => zlibSync(bytes, { level: 0 })

/** Uncompressed, with an ICC profile, for the platform's PNG decoder: it converts the colours of formats that are decoded here. */
export function asPng({ width, height, pixels }: RgbaImage, profile: Uint8Array): Uint8Array {
  const row = 4 * width
  const filtered = new Uint8Array((row + 1) * height) // each row begins with 0: no filter
  for (let y = 0; y < height; y++) filtered.set(pixels.subarray(row * y, row * (y + 1)), (row + 1) * y + 1)
  const colours = chunkOf('iCCP', joined(letters('profile\0'), [0], uncompressed(profile)))
  return joined(SIGNATURE, headerOf(width, height), colours, chunkOf('IDAT', uncompressed(filtered)), END)
}

/**
 * Compressed, row by row; a row must not be changed after it is yielded. A canvas could encode a PNG too, but browsers that guard against
 * fingerprinting change its pixels, and it holds all of them in memory.
 * @param texts by their keyword of 1 to 79 letters
 */
export function packedPng(
  width: number,
  height: number,
  rows: Iterable<Uint8Array>,
  texts: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const data: Uint8Array[] = []
  const deflate = new Zlib((part) => void data.push(chunkOf('IDAT', part)))
  let above: Uint8Array = new Uint8Array(4 * width)
  for (const row of rows) {
    const filtered = new Uint8Array(row.length + 1)
    filtered[0] = UP
    for (let i = 0; i < row.length; i++) filtered[i + 1] = (row[i] as number) - (above[i] as number)
    deflate.push(filtered)
    above = row
  }
  deflate.push(new Uint8Array(), true)
  const words = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text))
  return joined(SIGNATURE, headerOf(width, height), ...words, ...data, END)
}
