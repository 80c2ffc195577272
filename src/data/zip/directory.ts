// The directory at the end of a zip, which lists its files. It is also found where bytes precede the archive, as in a self-extracting one, or
// where 64-bit numbers were truncated to 32, and is checked for contradictions before any file is read. By hand, because fflate reads
// directories only of archives that are in memory and well-formed.
// APPNOTE.TXT 6.3.10.
import { ascii, u16le, u32le, u64le } from '../bytes.ts'
import { Refusal } from '../errors.ts'
import { splitPart } from '../unknown-files.ts'
import { extraFields, type RawName, readNames } from './names.ts'

/** The bytes of a file from `from` up to `to`; fewer where the file ends before. */
export type ReadRange = (from: number, to: number) => Promise<Uint8Array>

/** What is needed to unpack a file whose local header has been read. */
export interface PackedFile {
  /** Bytes when inflated, according to the archive. */
  readonly size: number
  readonly packedSize: number
  readonly method: number
  readonly encrypted: boolean
}

export interface ZipEntry extends PackedFile {
  readonly path: string
  /** Of its contents when inflated, according to the archive. */
  readonly crc32: number
  /** Of its local header. */
  readonly offset: number
  /** An offset at which its data has ended for certain. */
  readonly end: number
  /** Bytes between its header and the directory: an upper bound of its packed size. */
  readonly room: number
  /** Whether its data overlaps with that of another file. */
  readonly overlaps: boolean
  /** A symbolic link, whose content is the path of another file. */
  readonly isLink: boolean
}

const END_LENGTH = 22
const LOCATOR_LENGTH = 20
const RECORD_LENGTH = 56
const MAX_COMMENT_LENGTH = 0xffff
const DIRECTORY_ENTRY_LENGTH = 46
export const LOCAL_HEADER_LENGTH = 30
/** The local header may have other extra fields than the directory. */
const MAX_EXTRA_LENGTH = 0xffff
const ZIP64_NUMBERS = 1
const TWO_TO_32 = 2 ** 32
/** A directory of a million files takes less. */
const MAX_DIRECTORY_BYTES = 128 * 1024 * 1024

/** A comment may contain the end record of another archive or two; thousands are an attack, since each costs a read. */
const MAX_END_RECORDS = 8

const broken = () => new Refusal('damaged', 'The zip is broken: it ends too early or was damaged on its way.')

interface Directory {
  readonly at: number
  readonly bytes: Uint8Array
  /** Bytes in front of the archive, as in a self-extracting one: all offsets in it are too small by this. */
  readonly shift: number
}

interface Tail {
  readonly at: number
  readonly bytes: Uint8Array
}

async function readTail(read: ReadRange, size: number): Promise<Tail> {
  const at = Math.max(0, size - END_LENGTH - MAX_COMMENT_LENGTH - LOCATOR_LENGTH)
  return { at, bytes: await read(at, size) }
}

/** Offsets at which end records may begin, the last one first. */
function* endRecordsIn({ bytes }: Tail): Generator<number> {
  let left = MAX_END_RECORDS
  for (let end = bytes.length - END_LENGTH; end >= 0 && left > 0; end--) {
    if (bytes[end] !== 0x50 || ascii(bytes, end, 4) !== 'PK\x05\x06') continue // the first letter alone is told apart faster
    left--
    yield end
  }
}

async function readDirectory(read: ReadRange, size: number): Promise<Directory> {
  const tail = await readTail(read, size)
  for (const end of endRecordsIn(tail)) {
    const directory = await directoryBefore(read, tail, end)
    if (directory) return directory
  }
  throw broken()
}

/** Whether the end of a file looks like that of a zip, complete or not, whatever the file begins with. */
export async function endsLikeZip(read: ReadRange, size: number): Promise<boolean> {
  return !endRecordsIn(await readTail(read, size)).next().done
}

/** The directory that the end record at `end` points to; null where there is none: a comment may contain what looks like an end record. */
async function directoryBefore(read: ReadRange, { at: tailAt, bytes: tail }: Tail, end: number): Promise<Directory | null> {
  const disk = u16le(tail, end + 4)
  const isLast = end + END_LENGTH + u16le(tail, end + 20) === tail.length
  if (disk !== 0 && disk !== 0xffff && isLast) throw splitPart()
  const locator = end - LOCATOR_LENGTH
  if (locator >= 0 && ascii(tail, locator, 4) === 'PK\x06\x07') return zip64Directory(read, u64le(tail, locator + 8), tailAt + locator)
  const [length, at] = [u32le(tail, end + 12), u32le(tail, end + 16)]
  const endAt = tailAt + end
  return (await directoryAt(read, endAt - length, length, at, endAt)) ?? directoryAt(read, at, length, at, endAt)
}

/** In zip64 the numbers are in a record of their own: where the locator says, or directly in front of the locator. */
async function zip64Directory(read: ReadRange, recordAt: number, locatorAt: number): Promise<Directory | null> {
  for (const place of [recordAt, locatorAt - RECORD_LENGTH]) {
    const record = await read(place, place + RECORD_LENGTH)
    if (ascii(record, 0, 4) !== 'PK\x06\x06') continue
    const at = u64le(record, 48)
    return directoryAt(read, at + place - recordAt, u64le(record, 40), at, place)
  }
  return null
}

/**
 * @param claimed its offset according to the end record
 * @param endAt offset of that record: a directory cannot reach further
 */
async function directoryAt(read: ReadRange, at: number, length: number, claimed: number, endAt: number): Promise<Directory | null> {
  if (at < claimed || at + length > endAt || length > MAX_DIRECTORY_BYTES) return null
  const isThere = length === 0 || ascii(await read(at, at + 4), 0, 4) === 'PK\x01\x02'
  const bytes = isThere ? await read(at, at + length) : new Uint8Array()
  return isThere && bytes.length === length ? { at, bytes, shift: at - claimed } : null
}

/** In zip64, each number that is all ones is stored in an extra field instead, in this order. */
function widen(extra: Uint8Array, numbers: readonly number[]): number[] {
  const [field] = extraFields(extra, ZIP64_NUMBERS)
  let at = 0
  return numbers.map((number) => {
    if (number !== 0xffffffff || !field || at + 8 > field.length) return number
    at += 8
    return u64le(field, at - 8)
  })
}

interface RawEntry extends PackedFile {
  readonly crc32: number
  readonly name: RawName
  readonly offset: number
  readonly isLink: boolean
}

/** Systems ("version made by") with which the upper half of an entry's attributes is a Unix file mode. */
const WITH_UNIX_MODE = [3, 19]
const isLinkMode = (mode: number) => (mode & 0xf000) === 0xa000

/** One entry of the directory and where the next one begins. */
function readEntry(bytes: Uint8Array, at: number): { entry: RawEntry; next: number } {
  if (ascii(bytes, at, 4) !== 'PK\x01\x02') throw broken()
  const name = at + DIRECTORY_ENTRY_LENGTH
  const extraAt = name + u16le(bytes, at + 28)
  const comment = extraAt + u16le(bytes, at + 30)
  const extra = bytes.subarray(extraAt, comment)
  const [size = 0, packedSize = 0, offset = 0] = widen(extra, [u32le(bytes, at + 24), u32le(bytes, at + 20), u32le(bytes, at + 42)])
  const flags = u16le(bytes, at + 8)
  const entry = {
    name: { bytes: bytes.subarray(name, extraAt), isUtf8: (flags & 0x800) !== 0, extra },
    size,
    packedSize,
    crc32: u32le(bytes, at + 16),
    method: u16le(bytes, at + 10),
    encrypted: (flags & 1) === 1,
    offset,
    isLink: WITH_UNIX_MODE.includes(bytes[at + 5] ?? 0) && isLinkMode(u16le(bytes, at + 40)),
  }
  return { entry, next: comment + u16le(bytes, at + 32) }
}

function readEntries(bytes: Uint8Array): RawEntry[] {
  const entries: RawEntry[] = []
  for (let at = 0; at < bytes.length; ) {
    const { entry, next } = readEntry(bytes, at)
    entries.push(entry)
    at = next
  }
  return entries
}

/**
 * macOS writes archives of more than 4 GB without zip64, and of every number only the lower 32 bits. Files are in the order of the directory,
 * so each offset that is smaller than the one before is another 2^32 too small.
 */
function restoreUpperHalves(entries: readonly RawEntry[], { at, shift }: Directory): RawEntry[] {
  let added = 0
  let before = 0
  const restored = entries.map((entry) => {
    if (entry.offset < before) added += TWO_TO_32
    before = entry.offset
    return { ...entry, offset: entry.offset + added }
  })
  if (at - shift < before) added += TWO_TO_32
  if (added === shift) return restored
  throw new Refusal(
    'unreadable',
    'A zip that macOS made, with a file of more than 4 GB in it: nothing tells where the others lie. Unpack it first.',
  )
}

const losesUpperHalves = ({ shift }: Directory) => shift > 0 && shift % TWO_TO_32 === 0

/** Checks each entry against the positions of the others and of the directory. */
function placeEntries(entries: readonly RawEntry[], directoryAt: number): ZipEntry[] {
  const paths = readNames(entries.map(({ name }) => name))
  const inOrder = entries.map((entry, i) => ({ ...entry, path: paths[i] as string })).sort((a, b) => a.offset - b.offset)
  const placed: ZipEntry[] = []
  let next = directoryAt
  for (let i = inOrder.length - 1; i >= 0; i--) {
    const { name, ...entry } = inOrder[i] as (typeof inOrder)[number]
    const isSecond = inOrder[i - 1]?.offset === entry.offset
    const shortest = entry.offset + LOCAL_HEADER_LENGTH + entry.packedSize
    const dataEnd = shortest + name.bytes.length
    const end = next < dataEnd ? dataEnd + MAX_EXTRA_LENGTH : Math.min(dataEnd + MAX_EXTRA_LENGTH, next)
    placed.push({ ...entry, end, room: directoryAt - entry.offset - LOCAL_HEADER_LENGTH, overlaps: next < shortest || isSecond })
    if (!isSecond) next = Math.min(next, entry.offset)
  }
  return placed.reverse()
}

/** The files of an archive by offset, without folders. */
export async function listZip(read: ReadRange, size: number): Promise<ZipEntry[]> {
  const directory = await readDirectory(read, size)
  const { at, shift } = directory
  const entries = readEntries(directory.bytes)
  const moved = (entry: RawEntry) => ({ ...entry, offset: entry.offset + shift })
  const whole = losesUpperHalves(directory) ? restoreUpperHalves(entries, directory) : entries.map(moved)
  return placeEntries(whole, at).filter(({ path }) => !path.endsWith('/'))
}
