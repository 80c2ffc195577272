// Zip archives that are never held in memory: the list of their files from the central directory at the end, then runs of files side
// by side, each file inflated to never more than it says. The list comes first so that the files can be taken in order of their names.
// APPNOTE.TXT 6.3.10; inflating is fflate's.
import { Inflate, strFromU8 } from 'fflate'
import { ascii, u16le, u32le, u64le } from './bytes.ts'
import { Refusal } from './image.ts'

/** The bytes of a file from `from` up to `to`; fewer where the file ends before. */
export type ReadRange = (from: number, to: number) => Promise<Uint8Array>

/** What it takes to unpack one file whose local header is at hand. */
export interface PackedFile {
  /** Bytes once inflated, as the archive claims. */
  readonly size: number
  readonly packedSize: number
  readonly method: number
  readonly encrypted: boolean
}

export interface ZipEntry extends PackedFile {
  readonly path: string
  /** Where its local header lies. */
  readonly offset: number
  /** Where its data has ended for certain. */
  readonly end: number
}

const END_LENGTH = 22
const LOCATOR_LENGTH = 20
const RECORD_LENGTH = 56
const LONGEST_COMMENT = 0xffff
const DIRECTORY_ENTRY_LENGTH = 46
const LOCAL_HEADER_LENGTH = 30
/** The local header may have other extra fields than the directory. */
const LONGEST_EXTRA = 0xffff
const STORED = 0
const DEFLATED = 8
/** How many times as large deflate can make what it packed. */
const MOST_GROWTH = 1032
/** Packed bytes inflated at once, so that what a lying entry can write before it is stopped is bounded too. */
const INFLATE_STEP = 1 << 14
/** A directory of a million files takes less. */
const LARGEST_DIRECTORY = 128 * 1024 * 1024

const broken = () => new Refusal('damaged', 'The zip is broken: it ends too early or was damaged on its way.')

interface Directory {
  readonly at: number
  readonly end: number
  /** Bytes put before the archive, as in a self-extracting one: every offset is that much too small. */
  readonly shift: number
}

async function findDirectory(read: ReadRange, size: number): Promise<Directory> {
  const tailAt = Math.max(0, size - END_LENGTH - LONGEST_COMMENT - LOCATOR_LENGTH)
  const tail = await read(tailAt, size)
  for (let end = tail.length - END_LENGTH; end >= 0; end--) {
    if (ascii(tail, end, 4) !== 'PK\x05\x06') continue
    const locator = end - LOCATOR_LENGTH
    const big = locator >= 0 && ascii(tail, locator, 4) === 'PK\x06\x07' // zip64: larger numbers are in a record of their own
    const recordAt = big ? u64le(tail, locator + 8) : 0
    const record = big ? await read(recordAt, recordAt + RECORD_LENGTH) : tail.subarray(end)
    if (big && ascii(record, 0, 4) !== 'PK\x06\x06') throw broken()
    const length = big ? u64le(record, 40) : u32le(record, 12)
    const at = big ? u64le(record, 48) : u32le(record, 16)
    const shift = big ? 0 : tailAt + end - length - at
    if (shift < 0 || at + length + shift > size || length > LARGEST_DIRECTORY) throw broken()
    return { at: at + shift, end: at + shift + length, shift }
  }
  throw broken()
}

/** In zip64, each number that is all ones stands in an extra field instead, in this order. */
function widen(bytes: Uint8Array, from: number, to: number, numbers: readonly number[]): number[] {
  let at = from
  while (at + 4 <= to && u16le(bytes, at) !== 1) at += 4 + u16le(bytes, at + 2)
  let field = at + 4
  return numbers.map((number) => {
    if (number !== 0xffffffff || at + 4 > to) return number
    field += 8
    return u64le(bytes, field - 8)
  })
}

/** One entry of the directory and where the next one begins. */
function readDirectoryEntry(bytes: Uint8Array, at: number, shift: number): { entry: ZipEntry; next: number } {
  if (ascii(bytes, at, 4) !== 'PK\x01\x02') throw broken()
  const name = at + DIRECTORY_ENTRY_LENGTH
  const extra = name + u16le(bytes, at + 28)
  const comment = extra + u16le(bytes, at + 30)
  const claimed = [u32le(bytes, at + 24), u32le(bytes, at + 20), u32le(bytes, at + 42)]
  const [size = 0, packedSize = 0, place = 0] = widen(bytes, extra, comment, claimed)
  const offset = place + shift
  const entry = {
    path: strFromU8(bytes.subarray(name, extra)).replaceAll('\\', '/'),
    size,
    packedSize,
    method: u16le(bytes, at + 10),
    encrypted: (u16le(bytes, at + 8) & 1) === 1,
    offset,
    end: offset + LOCAL_HEADER_LENGTH + (extra - name) + LONGEST_EXTRA + packedSize,
  }
  return { entry, next: comment + u16le(bytes, at + 32) }
}

/** Where a file's data has ended at the latest: at the next file, unless the archive lays them over each other. */
function boundEnds(entries: readonly ZipEntry[], directoryAt: number): ZipEntry[] {
  const sorted = entries.toSorted((a, b) => a.offset - b.offset)
  return sorted.map((entry, i) => {
    const next = Math.min(sorted[i + 1]?.offset ?? directoryAt, directoryAt)
    return next >= entry.end - LONGEST_EXTRA ? { ...entry, end: Math.min(entry.end, next) } : entry
  })
}

/** The files of an archive, in the order they lie in it; folders are left out. */
export async function listZip(read: ReadRange, size: number): Promise<ZipEntry[]> {
  const { at, end, shift } = await findDirectory(read, size)
  const bytes = await read(at, end)
  const entries: ZipEntry[] = []
  for (let place = 0; place < end - at; ) {
    const { entry, next } = readDirectoryEntry(bytes, place, shift)
    entries.push(entry)
    place = next
  }
  return boundEnds(entries, at).filter(({ path }) => !path.endsWith('/'))
}

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

/** Refuses what cannot be unpacked before anything of it is read. */
export function checkZipEntry({ size, packedSize, method, encrypted }: PackedFile): void {
  if (encrypted) throw new Refusal('unreadable', 'The zip is encrypted: unpack it with its password first.')
  if (method !== STORED && method !== DEFLATED)
    throw new Refusal('unknown', `The zip packs this file in a way this page cannot read (method ${method}).`)
  if (method === STORED ? packedSize !== size : size > packedSize * MOST_GROWTH) throw broken()
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

/** One file of the archive, from the bytes that begin with its local header. */
export function readZipEntry(bytes: Uint8Array, { size, packedSize, method }: PackedFile): Uint8Array {
  if (ascii(bytes, 0, 4) !== 'PK\x03\x04') throw broken()
  const start = LOCAL_HEADER_LENGTH + u16le(bytes, 26) + u16le(bytes, 28)
  if (start + packedSize > bytes.length) throw broken()
  const packed = bytes.subarray(start, start + packedSize)
  return method === STORED ? packed : inflate(packed, size)
}
