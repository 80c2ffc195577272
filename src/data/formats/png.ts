// PNG: the size from IHDR, whether the file reaches IEND, its checksums, its orientation, and which picture of an animation is the first.
// https://www.w3.org/TR/png-3/
import { ascii, crc32, joined, u8, u32be } from '../bytes.ts'
import { cutShort, damaged, Refusal } from '../errors.ts'
import { ANIMATED, type HeaderFacts, type NormalisedFile, type Placement } from '../image.ts'
import { orientationOf, withoutOrientation } from './exif.ts'
import { type Chunk, chunkOf, chunksOf, SIGNATURE_LENGTH } from './png-chunks.ts'
import { checkCodes } from './png-colours.ts'

/** With a wrong checksum in one of these, browsers refuse the file and Node's decoder does not. */
const CRITICAL = ['IHDR', 'PLTE', 'IDAT']
const DEPTH_AT = 24

export const isDeepPng = (bytes: Uint8Array) => u8(bytes, DEPTH_AT) === 16

export function inspectPng(bytes: Uint8Array): HeaderFacts {
  if (ascii(bytes, SIGNATURE_LENGTH + 4, 4) !== 'IHDR') throw bytes.length < 33 ? cutShort('png') : damaged('png')
  const changes = isDeepPng(bytes) ? ['16 bits a channel: reduced to 8.'] : []
  for (const { name, start, length } of chunksOf(bytes)) {
    if (name === 'acTL') changes.push(ANIMATED)
    if (name === 'cICP') checkCodes(bytes.subarray(start, start + length))
    if (name === 'IDAT') break
  }
  return { width: u32be(bytes, 16), height: u32be(bytes, 20), changes }
}

/**
 * Browsers draw an incomplete PNG without an error: only IEND shows that it is complete. What follows IEND does not matter.
 * @throws Refusal where a checksum is wrong
 */
export function isWholePng(bytes: Uint8Array): boolean {
  for (const { name, at, end } of chunksOf(bytes)) {
    if (name === 'IEND') return true
    if (CRITICAL.includes(name) && end + 4 <= bytes.length && crc32(bytes.subarray(at + 4, end)) !== u32be(bytes, end))
      throw new Refusal('damaged', 'The PNG is damaged: a checksum is wrong.')
  }
  return false
}

/** Chunks that are needed to decode a frame of an animation as a picture. */
const OF_EVERY_FRAME = ['PLTE', 'tRNS', 'cICP', 'iCCP', 'sRGB', 'gAMA', 'cHRM', 'eXIf']
/** A sequence number in front of a frame's data. */
const SEQUENCE_LENGTH = 4

interface FirstFrame {
  readonly header: Uint8Array
  readonly placement: Placement
  readonly data: readonly Chunk[]
}

/** The first frame, where it is not the default image, which programs without animations show; else null. */
function frameBehindDefault(bytes: Uint8Array, chunks: readonly Chunk[]): FirstFrame | null {
  if (!chunks.some(({ name }) => name === 'acTL')) return null
  const first = chunks.findIndex(({ name }) => name === 'fcTL')
  const control = chunks[first]
  if (!control || first < chunks.findIndex(({ name }) => name === 'IDAT')) return null
  const following = chunks.slice(first + 1)
  const end = following.findIndex(({ name }) => name === 'fcTL' || name === 'IEND')
  const data = following.slice(0, end).filter(({ name }) => name === 'fdAT')
  const header = bytes.slice(SIGNATURE_LENGTH + 8, SIGNATURE_LENGTH + 21)
  header.set(bytes.subarray(control.start + 4, control.start + 12)) // the frame's width and height
  const at = (i: number) => u32be(bytes, control.start + i)
  const placement = { left: at(12), top: at(16), width: u32be(bytes, 16), height: u32be(bytes, 20) }
  // Limits were checked for the canvas only, so a frame must not be larger.
  if (placement.left + at(4) > placement.width || placement.top + at(8) > placement.height) throw damaged('png')
  return { header, placement, data }
}

/** A PNG of the first frame alone: Node's decoder does not support animations. */
function pngOfFrame(bytes: Uint8Array, chunks: readonly Chunk[], { header, data }: FirstFrame): Uint8Array {
  const kept = chunks.filter(({ name }) => OF_EVERY_FRAME.includes(name)).map(({ at, end }) => bytes.subarray(at, end + 4))
  const coded = data.map(({ start, end }) => chunkOf('IDAT', bytes.subarray(start + SEQUENCE_LENGTH, end)))
  return joined(bytes.subarray(0, SIGNATURE_LENGTH), chunkOf('IHDR', header), ...kept, ...coded, chunkOf('IEND', new Uint8Array()))
}

/** Chunks that an sRGB chunk overrules; Firefox uses them all the same. */
const OVERRULED_BY_SRGB = ['gAMA', 'cHRM']

function withoutOverruled(bytes: Uint8Array): Uint8Array {
  const chunks = [...chunksOf(bytes)]
  const overruled = ({ name }: Chunk) => OVERRULED_BY_SRGB.includes(name)
  if (!chunks.some(({ name }) => name === 'sRGB') || !chunks.some(overruled)) return bytes
  const kept = chunks.filter((chunk) => !overruled(chunk)).map(({ at, end }) => bytes.subarray(at, end + 4))
  return joined(bytes.subarray(0, SIGNATURE_LENGTH), ...kept)
}

export function normalisePng(bytes: Uint8Array): NormalisedFile {
  const chunks = [...chunksOf(bytes)]
  const exif = chunks.filter(({ name }) => name === 'eXIf').map(({ start, end }) => ({ at: start, end }))
  const { orientation, tags } = orientationOf(bytes, exif)
  const upright = withoutOrientation(bytes, tags)
  const frame = frameBehindDefault(bytes, chunks)
  if (!frame) return { bytes: withoutOverruled(upright), placement: null, orientation }
  return { bytes: withoutOverruled(pngOfFrame(upright, chunks, frame)), placement: frame.placement, orientation }
}
