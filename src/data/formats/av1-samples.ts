// How an AV1 picture stores its samples, from the sequence header, which decoders follow; some containers contradict it.
// AV1 Bitstream & Decoding Process Specification, 5.3 to 5.5.
import { u8 } from '../bytes.ts'

const SEQUENCE_HEADER = 1
const SRGB_CODES = [1, 13, 0] as const

/** Reads bit by bit; past the end all bits are 0. */
class BitReader {
  private position: number
  private readonly bytes: Uint8Array

  constructor(bytes: Uint8Array, start: number) {
    this.bytes = bytes
    this.position = start * 8
  }

  read(count: number): number {
    let value = 0
    for (let i = 0; i < count; i++, this.position++)
      value = value * 2 + ((u8(this.bytes, this.position >> 3) >> (7 - (this.position & 7))) & 1)
    return value
  }

  flag(): boolean {
    return this.read(1) === 1
  }
}

/** Offset of the sequence header's content, or -1. */
function findHeader(data: Uint8Array): number {
  let at = 0
  while (at < data.length) {
    const head = u8(data, at)
    const hasSize = (head & 2) !== 0
    at += (head & 4) === 0 ? 1 : 2
    let length = 0
    for (let shift = 0, more = hasSize; more; shift += 7) {
      const byte = u8(data, at++)
      length += (byte & 127) * 2 ** shift
      more = byte >= 128 && shift < 28
    }
    if (((head >> 3) & 15) === SEQUENCE_HEADER) return at
    if (!hasSize) return -1
    at += length
  }
  return -1
}

/** @returns false where there is timing information, which pictures do not need and this does not read */
function skipOperatingPoints(bits: BitReader): boolean {
  if (bits.flag()) return false
  const delays = bits.flag()
  const count = bits.read(5) + 1
  for (let i = 0; i < count; i++) {
    bits.read(12)
    if (bits.read(5) > 7) bits.flag()
    if (delays && bits.flag()) bits.read(4)
  }
  return true
}

/** What a full header (not a reduced still picture header) has between the sizes and the colours. */
function skipTools(bits: BitReader): void {
  bits.read(4) // inter-intra and masked compounds, warped motion, dual filter
  const ordered = bits.flag()
  if (ordered) bits.read(2) // joint compounds, reference motion vectors
  const screenContent = bits.flag() || bits.flag() // chosen by each frame, or always on
  if (screenContent && !bits.flag()) bits.flag() // integer motion vectors: chosen by each frame, or here
  if (ordered) bits.read(3)
}

export interface SampleFormat {
  readonly bits: 8 | 10 | 12
  readonly isGrey: boolean
  /** Full or limited range. */
  readonly fullRange: boolean
  /** Chroma subsampling of 4:2:2: half the width, full height. */
  readonly is422: boolean
}

/** @returns null where it cannot be read */
export function readSampleFormat(data: Uint8Array): SampleFormat | null {
  const start = findHeader(data)
  if (start < 0) return null
  const bits = new BitReader(data, start)
  const profile = bits.read(3)
  bits.flag() // still picture
  const reduced = bits.flag()
  if (reduced) bits.read(5)
  else if (!skipOperatingPoints(bits)) return null
  const [widthBits, heightBits] = [bits.read(4) + 1, bits.read(4) + 1]
  bits.read(widthBits)
  bits.read(heightBits)
  if (!reduced && bits.flag()) bits.read(7) // frame numbers
  bits.read(3) // large blocks, filtered intra, intra edges
  if (!reduced) skipTools(bits)
  bits.read(3) // super-resolution, directional enhancement, restoration
  return readColours(bits, profile)
}

function readColours(bits: BitReader, profile: number): SampleFormat {
  const highBitDepth = bits.flag()
  const twelve = highBitDepth && profile === 2 && bits.flag()
  const depth = twelve ? 12 : highBitDepth ? 10 : 8
  const isGrey = profile !== 1 && bits.flag()
  const codes = bits.flag() ? [bits.read(8), bits.read(8), bits.read(8)] : null
  if (!isGrey && codes && SRGB_CODES.every((code, i) => code === codes[i])) return { bits: depth, isGrey, fullRange: true, is422: false }
  const fullRange = bits.flag()
  if (isGrey || profile !== 2) return { bits: depth, isGrey, fullRange, is422: false }
  return { bits: depth, isGrey, fullRange, is422: twelve ? bits.flag() && !bits.flag() : true }
}
