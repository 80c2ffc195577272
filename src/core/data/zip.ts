// Zip archives in memory: the list of their files from the central directory, and one file at a time inflated, never more than
// it says. The list comes first so that the files can be taken in order of their names. APPNOTE.TXT 6.3.10; inflating is fflate's.
import { Inflate, strFromU8 } from 'fflate'
import { ascii, u16le, u32le, u64le } from './bytes.ts'
import { Refusal } from './image.ts'

export interface ZipEntry {
  readonly path: string
  /** Bytes once inflated, as the archive claims. */
  readonly size: number
  readonly packedSize: number
  readonly method: number
  readonly encrypted: boolean
  /** Where its local header lies. */
  readonly offset: number
}

const END_LENGTH = 22
const LONGEST_COMMENT = 0xffff
const DIRECTORY_ENTRY_LENGTH = 46
const LOCAL_HEADER_LENGTH = 30
const STORED = 0
const DEFLATED = 8
/** Deflate grows at most 1032-fold, so what a lying entry can write before it is stopped is bounded too. */
const INFLATE_STEP = 1 << 14

const broken = () => new Refusal('damaged', 'The zip is broken: it ends too early or was damaged on its way.')

interface Directory {
  readonly at: number
  readonly end: number
  /** Bytes put before the archive, as in a self-extracting one: every offset is that much too small. */
  readonly shift: number
}

function findDirectory(zip: Uint8Array): Directory {
  const last = zip.length - END_LENGTH
  for (let end = last; end >= Math.max(0, last - LONGEST_COMMENT); end--) {
    if (ascii(zip, end, 4) !== 'PK\x05\x06') continue
    const locator = end - 20
    const big = locator >= 0 && ascii(zip, locator, 4) === 'PK\x06\x07' // zip64: larger numbers are in a record of their own
    const record = big ? u64le(zip, locator + 8) : end
    if (big && ascii(zip, record, 4) !== 'PK\x06\x06') throw broken()
    const length = big ? u64le(zip, record + 40) : u32le(zip, end + 12)
    const at = big ? u64le(zip, record + 48) : u32le(zip, end + 16)
    const shift = big ? 0 : end - length - at
    if (shift < 0 || at + length + shift > zip.length) throw broken()
    return { at: at + shift, end: at + shift + length, shift }
  }
  throw broken()
}

/** In zip64, each number that is all ones stands in an extra field instead, in this order. */
function widen(zip: Uint8Array, from: number, to: number, numbers: readonly number[]): number[] {
  let at = from
  while (at + 4 <= to && u16le(zip, at) !== 1) at += 4 + u16le(zip, at + 2)
  let field = at + 4
  return numbers.map((number) => {
    if (number !== 0xffffffff || at + 4 > to) return number
    field += 8
    return u64le(zip, field - 8)
  })
}

/** The files of an archive, in the order of the archive; folders are left out. */
export function listZip(zip: Uint8Array): ZipEntry[] {
  const { at: start, end, shift } = findDirectory(zip)
  const entries: ZipEntry[] = []
  for (let at = start; at < end; ) {
    if (ascii(zip, at, 4) !== 'PK\x01\x02') throw broken()
    const flags = u16le(zip, at + 8)
    const name = at + DIRECTORY_ENTRY_LENGTH
    const extra = name + u16le(zip, at + 28)
    const comment = extra + u16le(zip, at + 30)
    const [size = 0, packedSize = 0, offset = 0] = widen(zip, extra, comment, [
      u32le(zip, at + 24),
      u32le(zip, at + 20),
      u32le(zip, at + 42),
    ])
    const path = strFromU8(zip.subarray(name, extra)).replaceAll('\\', '/')
    const entry = { path, size, packedSize, method: u16le(zip, at + 10), encrypted: (flags & 1) === 1, offset: offset + shift }
    if (!path.endsWith('/')) entries.push(entry)
    at = comment + u16le(zip, at + 32)
  }
  return entries
}

/** Inflates into exactly `size` bytes; more or fewer is a broken archive or a bomb. */
function inflate(packed: Uint8Array, size: number): Uint8Array {
  const bytes = new Uint8Array(size)
  let written = 0
  const inflater = new Inflate((chunk) => {
    if (written + chunk.length > size) throw new Refusal('damaged', 'The zip is broken: this file is larger than the zip says.')
    bytes.set(chunk, written)
    written += chunk.length
  })
  try {
    for (let at = 0; at < packed.length; at += INFLATE_STEP) {
      inflater.push(packed.subarray(at, at + INFLATE_STEP), at + INFLATE_STEP >= packed.length)
    }
  } catch (error) {
    throw error instanceof Refusal ? error : broken()
  }
  if (written !== size) throw broken()
  return bytes
}

/** One file of the archive. The caller has checked that `size` is bearable. */
export function readZipEntry(zip: Uint8Array, { offset, size, packedSize, method, encrypted }: ZipEntry): Uint8Array {
  if (encrypted) throw new Refusal('unreadable', 'The zip is encrypted: unpack it with its password first.')
  if (ascii(zip, offset, 4) !== 'PK\x03\x04') throw broken()
  const start = offset + LOCAL_HEADER_LENGTH + u16le(zip, offset + 26) + u16le(zip, offset + 28)
  if (start + packedSize > zip.length) throw broken()
  const packed = zip.subarray(start, start + packedSize)
  if (method === DEFLATED) return inflate(packed, size)
  if (method !== STORED) throw new Refusal('unknown', `The zip packs this file in a way this page cannot read (method ${method}).`)
  if (packedSize !== size) throw broken()
  return packed
}
