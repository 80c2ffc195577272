// The files in a zip, which is never in memory as a whole: its directory is read first (directory.ts), then stretches of adjacent files. fflate
// inflates them, each to no more bytes than the directory says. (fflate's own unzip wants the whole archive, believes its sizes, and decodes
// names as UTF-8 or Latin-1 only.)
import { Inflate } from 'fflate'
import { byteSize } from '../../spec/words.ts'
import { ascii, INFLATE_STEP, type Inflated, inflateUpTo, joined, u16le } from '../bytes.ts'
import { Refusal } from '../errors.ts'
import { LOCAL_HEADER_LENGTH, type PackedFile, type ZipEntry } from './directory.ts'

const STORED = 0
const DEFLATED = 8
const METHODS: Readonly<Record<number, string>> = { 9: 'Deflate64', 12: 'bzip2', 14: 'LZMA', 93: 'Zstandard', 95: 'XZ', 98: 'PPMd' }
const damagedFile = () => new Refusal('damaged', 'The zip is broken: this file in it was damaged on its way.')
/** The highest compression ratio of deflate. */
const MAX_RATIO = 1032

/** Groups adjacent files, each group at most so many bytes and files: one read fetches a group. */
export function* stretchesOf(entries: readonly ZipEntry[], maxBytes: number, maxCount: number): Generator<ZipEntry[]> {
  let stretch: ZipEntry[] = []
  for (const entry of entries) {
    const first = stretch[0]
    if (first && (stretch.length === maxCount || entry.end - first.offset > maxBytes)) {
      yield stretch
      stretch = []
    }
    stretch.push(entry)
  }
  if (stretch.length > 0) yield stretch
}

/** Refuses what cannot be unpacked before any of it is read. */
export function checkZipEntry({ size, packedSize, method, encrypted, isLink, room, overlaps }: ZipEntry): void {
  if (isLink) throw new Refusal('unknown', 'A symbolic link, not a file: the zip holds only where it leads.')
  if (encrypted) throw new Refusal('unreadable', 'The zip is encrypted: unpack it with its password first.')
  if (method !== STORED && method !== DEFLATED) {
    const name = METHODS[method] ?? `method ${method}`
    throw new Refusal('unknown', `The zip packs this file in a way this page cannot read (${name}): unpack it first.`)
  }
  if (room < 0) throw new Refusal('damaged', 'The zip is broken: this file is not where the zip says.')
  if (packedSize > room)
    throw new Refusal('damaged', `The zip is broken: packed, this file would be ${byteSize(packedSize)}, more than the zip has room for.`)
  if (overlaps) throw new Refusal('damaged', 'The zip is broken: this file and another one lie in the same place in it.')
  if (method === STORED ? packedSize !== size : size > packedSize * MAX_RATIO)
    throw new Refusal('damaged', `The zip is broken: this file cannot be ${byteSize(size)}, as the zip says.`)
}

/** Exactly `size` bytes; more or fewer mean a broken archive or a zip bomb. */
function inflate(packed: Uint8Array, size: number): Uint8Array {
  const { bytes, hasMore } = inflated(packed, size)
  if (hasMore) throw new Refusal('damaged', 'The zip is broken: this file is larger than the zip says.')
  if (bytes.length !== size) throw damagedFile()
  return bytes
}

function inflated(packed: Uint8Array, size: number): Inflated {
  try {
    return inflateUpTo(size, packed, Inflate)
  } catch {
    throw damagedFile()
  }
}

/** Offset of the data. @param bytes from the local header on */
function dataStart(bytes: Uint8Array): number {
  if (ascii(bytes, 0, 4) !== 'PK\x03\x04') throw damagedFile()
  return LOCAL_HEADER_LENGTH + u16le(bytes, 26) + u16le(bytes, 28)
}

/** One file of the archive. @param bytes from its local header on */
export function readZipEntry(bytes: Uint8Array, { size, packedSize, method }: PackedFile): Uint8Array {
  const start = dataStart(bytes)
  if (start + packedSize > bytes.length) throw damagedFile()
  const packed = bytes.subarray(start, start + packedSize)
  return method === STORED ? packed : inflate(packed, size)
}

/** The first bytes of a file: enough to tell its format. @param bytes from its local header on, may be cut anywhere */
export function startOfZipEntry(bytes: Uint8Array, { packedSize, method }: PackedFile): Uint8Array {
  const start = dataStart(bytes)
  const packed = bytes.subarray(start, Math.min(bytes.length, start + Math.min(packedSize, INFLATE_STEP)))
  if (method === STORED) return packed
  const chunks: Uint8Array[] = []
  const inflater = new Inflate((chunk) => chunks.push(chunk))
  try {
    inflater.push(packed)
  } catch {
    // what was inflated before the error is enough
  }
  return joined(...chunks)
}
