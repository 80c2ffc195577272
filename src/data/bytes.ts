// Reading files byte by byte: numbers, text, checksums and packed data. Reading past the end gives 0; callers check lengths where it matters.
// CRC-32 and the bounded inflating stand here because fflate does not export the first, and writes into a given room without a bound.
import type { Inflate, Unzlib } from 'fflate'

export function u8(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0
}

export function u16le(bytes: Uint8Array, at: number): number {
  return u8(bytes, at) | (u8(bytes, at + 1) << 8)
}

export function u16be(bytes: Uint8Array, at: number): number {
  return (u8(bytes, at) << 8) | u8(bytes, at + 1)
}

export function u24le(bytes: Uint8Array, at: number): number {
  return u16le(bytes, at) | (u8(bytes, at + 2) << 16)
}

export function u32le(bytes: Uint8Array, at: number): number {
  return (u24le(bytes, at) | (u8(bytes, at + 3) << 24)) >>> 0
}

export function i32le(bytes: Uint8Array, at: number): number {
  return u32le(bytes, at) | 0
}

export function u32be(bytes: Uint8Array, at: number): number {
  return ((u16be(bytes, at) << 16) | u16be(bytes, at + 2)) >>> 0
}

/** Beyond 2^53 the value is rounded, which is far past any file's end all the same. */
export function u64le(bytes: Uint8Array, at: number): number {
  return u32le(bytes, at) + u32le(bytes, at + 4) * 2 ** 32
}

export function u64be(bytes: Uint8Array, at: number): number {
  return u32be(bytes, at) * 2 ** 32 + u32be(bytes, at + 4)
}

/** Engines take only so many arguments at once. */
const AT_ONCE = 8192

/** Text, one letter a byte. */
export function ascii(bytes: Uint8Array, at: number, length: number): string {
  if (length <= AT_ONCE) return String.fromCharCode(...bytes.subarray(at, at + length))
  let text = ''
  for (let from = at; from < at + length; from += AT_ONCE) text += ascii(bytes, from, Math.min(AT_ONCE, at + length - from))
  return text
}

/** One behind another. */
export function joined(...parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let end = 0
  for (const part of parts) {
    all.set(part, end)
    end += part.length
  }
  return all
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** @param before of the bytes that come before these, where a file is read piece by piece */
export function crc32(bytes: Uint8Array, before = 0): number {
  let value = ~before
  for (let i = 0; i < bytes.length; i++) value = (value >>> 8) ^ (TABLE[(value ^ (bytes[i] as number)) & 0xff] as number) // four times as fast as for...of
  return ~value >>> 0
}

/** Packed bytes inflated at once, so that what a lying file can write before it is stopped is bounded too. */
export const INFLATE_STEP = 1 << 14

export interface Inflated {
  readonly bytes: Uint8Array
  /** Whether there was more than was asked for: that is left out. */
  readonly hasMore: boolean
}

/** The first `size` bytes of what is packed; fewer where there are no more. @param Stream by what it is wrapped in: nothing, or zlib */
export function inflateUpTo(size: number, packed: Uint8Array, Stream: typeof Inflate | typeof Unzlib): Inflated {
  const bytes = new Uint8Array(size)
  let written = 0
  let hasMore = false
  const stream = new Stream((chunk) => {
    const part = chunk.subarray(0, size - written)
    bytes.set(part, written)
    written += part.length
    hasMore = part.length < chunk.length
  })
  for (let at = 0; at < packed.length && !hasMore; at += INFLATE_STEP)
    stream.push(packed.subarray(at, at + INFLATE_STEP), at + INFLATE_STEP >= packed.length)
  return { bytes: bytes.subarray(0, written), hasMore }
}

/** Small enough that other work, such as a step of training, does not wait long for one. */
export const PIECE_BYTES = 2 << 20

export function* inPieces(bytes: Uint8Array, length = PIECE_BYTES): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}
