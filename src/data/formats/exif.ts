// The orientation in a picture's EXIF: only this entry, from the first directory. EXIF 2.3, TIFF 6.0. It is read here and hidden from the decoders,
// some of which ignore it in a WebP, or where it is a LONG instead of a SHORT; the networks would learn a wrong orientation as upright.
import { ascii, u16be, u16le, u32be, u32le } from '../bytes.ts'
import type { ExifOrientation } from '../image.ts'

const ORIENTATION = 0x0112
const SHORT = 3
const LONG = 4
const ENTRY_LENGTH = 12
/** A JPEG, and some WebPs, have this and one more byte in front of the block. */
const NAME = 'Exif\0'

/** Orientation 1 to 8 and the offset of its tag; null where there is none or its value is invalid. */
export function readOrientation(bytes: Uint8Array, start: number, end: number): { orientation: number; tagAt: number } | null {
  const block = ascii(bytes, start, NAME.length) === NAME ? start + NAME.length + 1 : start
  const order = ascii(bytes, block, 4)
  if (order !== 'II*\0' && order !== 'MM\0*') return null
  const [u16, u32] = order === 'II*\0' ? [u16le, u32le] : [u16be, u32be]
  const directory = block + u32(bytes, block + 4)
  const count = u16(bytes, directory)
  for (let i = 0, at = directory + 2; i < count && at + ENTRY_LENGTH <= end; i++, at += ENTRY_LENGTH) {
    if (u16(bytes, at) !== ORIENTATION) continue
    const type = u16(bytes, at + 2)
    const orientation = type === SHORT ? u16(bytes, at + 8) : type === LONG ? u32(bytes, at + 8) : 0
    return orientation >= 1 && orientation <= 8 ? { orientation, tagAt: at } : null
  }
  return null
}

/** From all EXIF blocks of a file: where they differ, the first counts. */
export function orientationOf(bytes: Uint8Array, blocks: Iterable<{ readonly at: number; readonly end: number }>): ExifOrientation {
  const found = [...blocks].map(({ at, end }) => readOrientation(bytes, at, end)).filter((one) => one !== null)
  return { orientation: found[0]?.orientation ?? 1, tags: found.filter(({ orientation }) => orientation !== 1).map(({ tagAt }) => tagAt) }
}

/** The file without an orientation, so that no decoder applies what is applied here. */
export function withoutOrientation(bytes: Uint8Array, tags: readonly number[]): Uint8Array {
  if (tags.length === 0) return bytes
  const copy = bytes.slice()
  for (const at of tags) copy.fill(0, at, at + 2) // decoders ignore an entry with tag 0
  return copy
}
