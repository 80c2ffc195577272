// Zip archives that are never held in memory: the list of their files first (zip-directory.ts), so that they can be taken in order of
// their names, then runs of files side by side, each file inflated to never more than it says. Inflating is fflate's.
import { Inflate } from 'fflate'
import { byteSize } from '../../spec/words.ts'
import { ascii, INFLATE_STEP, type Inflated, inflateUpTo, joined, u16le } from '../bytes.ts'
import { Refusal } from '../image.ts'
import { LOCAL_HEADER_LENGTH, type PackedFile, type ZipEntry } from './directory.ts'

const STORED = 0
const DEFLATED = 8
const METHODS: Readonly<Record<number, string>> = { 9: 'Deflate64', 12: 'bzip2', 14: 'LZMA', 93: 'Zstandard', 95: 'XZ', 98: 'PPMd' }
const damagedFile = () => new Refusal('damaged', 'The zip is broken: this file in it was damaged on its way.')
/** How many times as large deflate can make what it packed. */
const MAX_GROWTH = 1032

/** Files that lie side by side in the archive, at most so many bytes and files together: one read gets them all. */
export function* runsOf(entries: readonly ZipEntry[], maxBytes: number, maxCount: number): Generator<ZipEntry[]> {
  let run: ZipEntry[] = []
  for (const entry of entries) {
    const first = run[0]
    if (first && (run.length === maxCount || entry.end - first.offset > maxBytes)) {
      yield run
      run = []
    }
    run.push(entry)
  }
  if (run.length > 0) yield run
}

/** Refuses what cannot be unpacked before anything of it is read: first what keeps every program from it, last what is a lie. */
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
  if (method === STORED ? packedSize !== size : size > packedSize * MAX_GROWTH)
    throw new Refusal('damaged', `The zip is broken: this file cannot be ${byteSize(size)}, as the zip says.`)
}

/** Inflates into exactly `size` bytes; more or fewer is a broken archive or a bomb. */
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

/** Where the data of a file begins, in the bytes that begin with its local header. */
function dataStart(bytes: Uint8Array): number {
  if (ascii(bytes, 0, 4) !== 'PK\x03\x04') throw damagedFile()
  return LOCAL_HEADER_LENGTH + u16le(bytes, 26) + u16le(bytes, 28)
}

/** One file of the archive, from the bytes that begin with its local header. */
export function readZipEntry(bytes: Uint8Array, { size, packedSize, method }: PackedFile): Uint8Array {
  const start = dataStart(bytes)
  if (start + packedSize > bytes.length) throw damagedFile()
  const packed = bytes.subarray(start, start + packedSize)
  return method === STORED ? packed : inflate(packed, size)
}

/** What a file begins with, from the first bytes of its local header on: enough to tell what it is. */
export function startOfZipEntry(bytes: Uint8Array, { packedSize, method }: PackedFile): Uint8Array {
  const start = dataStart(bytes)
  const packed = bytes.subarray(start, Math.min(bytes.length, start + Math.min(packedSize, INFLATE_STEP)))
  if (method === STORED) return packed
  const chunks: Uint8Array[] = []
  const inflater = new Inflate((chunk) => chunks.push(chunk))
  try {
    inflater.push(packed)
  } catch {
    // what came before the fault tells enough
  }
  return joined(...chunks)
}
