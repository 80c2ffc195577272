// The zip of a project file, read so that nothing in it can lead out of it, be taken for another, or unpack to more than it says.
import { crc32 } from '../data/bytes.ts'
import { Refusal } from '../data/errors.ts'
import { listZip, type ZipEntry } from '../data/zip/directory.ts'
import { checkZipEntry, readZipEntry } from '../data/zip/entries.ts'
import { byteSize } from '../spec/words.ts'
import { StoredRunError } from './errors.ts'

/** All files together, unpacked: a project file is in memory as a whole. */
export const MAX_PROJECT_BYTES = 2 ** 31 - 1
const MAX_FILES = 10_000
/** What unpacks to more is an attack, unless it is small: images and numbers get smaller by far less. */
const MAX_RATIO = 100
const SMALL_BYTES = 64 * 1024 * 1024

export interface OpenZip {
  /** Bytes of a file, unpacked; null where there is none. */
  sizeOf(name: string): number | null
  /** @throws StoredRunError where it is missing, damaged, or larger than `maxBytes` */
  read(name: string, maxBytes: number): Uint8Array<ArrayBuffer>
}

/** @throws StoredRunError where it is no zip, or one that no honest program has made */
export async function openZip(bytes: Uint8Array): Promise<OpenZip> {
  const entries = await refusing(() => listZip(async (from, to) => bytes.subarray(from, to), bytes.length))
  if (entries.length > MAX_FILES) throw broken(`it has more than ${MAX_FILES.toLocaleString('en')} files`)
  const files = new Map<string, ZipEntry>()
  for (const entry of entries) {
    if (!isInside(entry.path)) throw broken(`“${shown(entry.path)}” in it would lie outside of it`)
    if (files.has(entry.path)) throw broken(`there are two files “${shown(entry.path)}” in it`)
    files.set(entry.path, entry)
  }
  const total = entries.reduce((sum, { size }) => sum + size, 0)
  if (total > Math.min(MAX_PROJECT_BYTES, Math.max(SMALL_BYTES, MAX_RATIO * bytes.length)))
    throw broken(`it would unpack to ${byteSize(total)}`)
  return {
    sizeOf: (name) => files.get(name)?.size ?? null,
    read(name, maxBytes) {
      const entry = files.get(name)
      if (!entry) throw broken(`it lacks “${shown(name)}”`)
      if (entry.size > maxBytes) throw broken(`“${shown(name)}” in it would be ${byteSize(entry.size)}`)
      return unpack(bytes, entry)
    },
  }
}

function unpack(zip: Uint8Array, entry: ZipEntry): Uint8Array<ArrayBuffer> {
  try {
    checkZipEntry(entry)
    const bytes = new Uint8Array(readZipEntry(zip.subarray(entry.offset, entry.end), entry))
    if (crc32(bytes) === entry.crc32) return bytes
  } catch (error) {
    throw error instanceof Refusal ? broken(`“${shown(entry.path)}” in it cannot be read. ${error.message}`) : error
  }
  throw broken(`“${shown(entry.path)}” in it was damaged on its way`)
}

/** Whether a path leads to a place inside the archive on every system. */
function isInside(path: string): boolean {
  const hasDrive = /^[a-z]:/i.test(path)
  return !hasDrive && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof Refusal ? new StoredRunError('damaged', error.message) : error
  }
}

export function broken(why: string): StoredRunError {
  return new StoredRunError('damaged', `This project file cannot be opened: ${why}.`)
}

const shown = (name: string) => name.slice(0, 60)
