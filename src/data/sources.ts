// Where the files of an import come from, in batches: files on disk a few at a time, files of a zip in stretches that one read fetches.
import { IMPORT_LIMITS } from '../spec/datasets.ts'
import { byteSize } from '../spec/words.ts'
import { forEachConcurrently } from './concurrency.ts'
import { Refusal } from './errors.ts'
import type { ImportFile } from './import-pool.ts'
import { isZip, sniff } from './inspect.ts'
import { comparePaths, isClutter, isSplitPart, pathsInZip, sanitisePath } from './names.ts'
import { isProgram, refuseUnknown, splitPart } from './unknown-files.ts'
import { endsLikeZip, listZip, type ReadRange, type ZipEntry } from './zip/directory.ts'
import { checkZipEntry, startOfZipEntry, stretchesOf } from './zip/entries.ts'

export interface SourceFile {
  /** With `/` between folders. */
  readonly path: string
  readonly size: number
  /** The bytes from `from` up to `to`, in a buffer of their own; fewer where the file ends before. */
  read(from: number, to: number): Promise<ArrayBuffer>
}

/** Position of a file among all: by path, then by its path inside a zip. The order of a set never depends on timing. */
export type ImportOrder = readonly [file: number, entry: number]

/** A file's bytes, why there are none, or that it is a zip and has to be opened. */
type Loaded = ImportFile | Refusal | 'zip'

export interface BatchItem {
  readonly order: ImportOrder
  readonly path: string
  load(): Promise<Loaded>
}

/** Files that are read and prepared together. */
export interface Batch {
  readonly items: readonly BatchItem[]
  /** Memory they need. */
  readonly bytes: number
  load(): Promise<readonly Loaded[]>
}

/** Small enough that all Workers stay busy to the end, large enough that messages cost little. */
const BATCH_BYTES = 1 << 20
const BATCH_COUNT = 64
/** In a browser every read is a request to another process: several are sent at once. */
const CONCURRENT_READS = 16
/** Of a file larger than this only the first bytes are read until its format is known. */
const PEEK_THRESHOLD = 1 << 20
const PEEK_BYTES = 1 << 12
/** Bytes read of a file that is too large to be read whole: a drawing may begin with comments, a file in a zip with long names. */
const PEEK_BYTES_LARGE = 1 << 18

const unreadable = () =>
  new Refusal('unreadable', 'The file could not be read: it may have been moved or changed, or reading it is not allowed.')

function tooManyBytes(size: number): Refusal {
  return new Refusal('unfit', `${byteSize(size)}: more than the ${byteSize(IMPORT_LIMITS.maxBytes)} this page takes.`)
}

/** Why a file that is too large to be read whole is refused: for its size only if it is a picture. */
function refuseLarge(start: Uint8Array, size: number): Refusal {
  return sniff(start) ? tooManyBytes(size) : refuseUnknown(start)
}

/** Errors while reading come from the disk or from a file that has changed, not from the picture. */
function rangeReader(file: SourceFile): ReadRange {
  return async (from, to) => {
    try {
      return new Uint8Array(await file.read(from, to))
    } catch (error) {
      throw error instanceof Refusal ? error : unreadable()
    }
  }
}

/** The result, or the refusal that was thrown instead. */
async function orRefusal<T>(work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

async function loadFile(file: SourceFile): Promise<Loaded> {
  const read = rangeReader(file)
  const isLarge = file.size > IMPORT_LIMITS.maxBytes
  if (file.size > PEEK_THRESHOLD) {
    const start = await read(0, isLarge ? PEEK_BYTES_LARGE : PEEK_BYTES)
    if (await isArchive(file, start, read)) return 'zip'
    if (isLarge) return refuseSplit(file, start) ?? refuseLarge(start, file.size)
  }
  const bytes = await read(0, file.size)
  if (await isArchive(file, bytes, read)) return 'zip'
  return refuseSplit(file, bytes) ?? { bytes, packed: null }
}

/** A part of a split archive has no signature: only its name tells. */
function refuseSplit({ path }: SourceFile, start: Uint8Array): Refusal | null {
  return isSplitPart(path) && !sniff(start) ? splitPart() : null
}

/**
 * A self-extracting zip begins with a program. Programs may also contain what only looks like the end of a zip, so its directory must be
 * readable; any other file with foreign bytes in front counts by its name.
 */
async function isArchive({ path, size }: SourceFile, start: Uint8Array, read: ReadRange): Promise<boolean> {
  if (isZip(start)) return true
  const mayBe = isProgram(start) || (/\.zip$/i.test(path) && !sniff(start))
  if (!mayBe || !(await endsLikeZip(read, size))) return false
  return !isProgram(start) || !((await orRefusal(() => listZip(read, size))) instanceof Refusal)
}

export function singleFileBatch(item: BatchItem, bytes: number): Batch {
  return { items: [item], bytes, load: async () => [await item.load()] }
}

export function* batchesOfFiles(files: readonly SourceFile[]): Generator<Batch> {
  let items: BatchItem[] = []
  let bytes = 0
  for (const [index, file] of files.entries()) {
    items.push({ order: [index, 0], path: file.path, load: () => orRefusal(() => loadFile(file)) })
    bytes += Math.min(file.size, IMPORT_LIMITS.maxBytes)
    if (items.length === BATCH_COUNT || bytes >= BATCH_BYTES || index === files.length - 1) {
      yield { items, bytes, load: loaderOf(items) }
      items = []
      bytes = 0
    }
  }
}

function loaderOf(items: readonly BatchItem[]): Batch['load'] {
  return async () => {
    const loaded: Loaded[] = []
    await forEachConcurrently(items, CONCURRENT_READS, async (item, i) => {
      loaded[i] = await item.load()
    })
    return loaded
  }
}

interface AcceptedEntry {
  readonly entry: ZipEntry
  readonly item: BatchItem
}

/** The batches of a zip, and those of its files that are refused without being read. */
interface OpenedZip {
  readonly count: number
  readonly batches: Iterable<Batch>
  readonly rejected: readonly { readonly item: BatchItem; readonly refusal: Refusal }[]
}

/** @param alone whether the zip is the whole import: then its name is no part of its files' paths */
export async function openZip(file: SourceFile, index: number, alone: boolean): Promise<OpenedZip> {
  const read = rangeReader(file)
  const listed = await listFiles(file, read)
  const paths = pathsInZip(
    file.path,
    listed.map(({ path }) => path),
  )
  const sorted = paths.map((path, i) => ({ path, i })).sort((a, b) => comparePaths(a.path, b.path))
  const rejected: OpenedZip['rejected'][number][] = []
  const accepted: (AcceptedEntry | undefined)[] = listed.map(() => undefined)
  for (const [order, { path, i }] of sorted.entries()) {
    const entry = listed[i] as ZipEntry
    const load = () => orRefusal(async () => importFileFrom(entry, await read(entry.offset, entry.end), entry.offset))
    const item: BatchItem = { order: [index, order], path: alone ? path : `${file.path}/${path}`, load }
    const refusal = await refusalOf(entry, read)
    if (refusal) rejected.push({ item, refusal })
    else accepted[i] = { entry, item }
  }
  const wanted = accepted.filter((one) => one !== undefined)
  return { count: listed.length, rejected, batches: batchesOfZip(read, wanted) }
}

/** The files in a zip, without hidden ones. @throws Refusal of the whole zip */
async function listFiles({ path, size }: SourceFile, read: ReadRange): Promise<ZipEntry[]> {
  const all = await orRefusal(() => listZip(read, size))
  if (all instanceof Refusal) throw all.kind === 'damaged' && isSplitPart(path) ? splitPart() : all
  const whole = refuseWholeZip(all.map((entry) => entry.path))
  if (whole) throw whole
  const entries = all.map((entry) => ({ ...entry, path: sanitisePath(entry.path) })).filter((entry) => !isClutter(entry.path))
  if (entries.length === 0) throw new Refusal('damaged', 'The zip holds no files.')
  return entries
}

/** File formats that are zips inside: they are named by what they are. */
function refuseWholeZip(paths: readonly string[]): Refusal | null {
  if (paths.length > 0 && paths.every((path) => path.endsWith('.npy')))
    return new Refusal('unknown', 'NumPy arrays (.npz), not image files: save the pictures as PNG or JPEG files first.')
  if (paths.some((path) => /^[^/]*\/data\.pkl$/.test(path)))
    return new Refusal('unknown', 'A PyTorch file (.pt), not image files: save the pictures as PNG or JPEG files first.')
  return null
}

async function refusalOf(entry: ZipEntry, read: ReadRange): Promise<Refusal | null> {
  return orRefusal(async () => {
    checkZipEntry(entry)
    const size = Math.max(entry.size, entry.packedSize)
    if (size <= IMPORT_LIMITS.maxBytes) return null
    return refuseLarge(startOfZipEntry(await read(entry.offset, entry.offset + PEEK_BYTES_LARGE), entry), size)
  })
}

/** A file out of a stretch of the zip. @param start where the stretch begins in the zip */
function importFileFrom({ offset, end, size, packedSize, method, encrypted }: ZipEntry, stretch: Uint8Array, start: number): ImportFile {
  return { bytes: stretch.subarray(offset - start, end - start), packed: { size, packedSize, method, encrypted } }
}

function* batchesOfZip(read: ReadRange, accepted: readonly AcceptedEntry[]): Generator<Batch> {
  const items = new Map(accepted.map(({ entry, item }) => [entry, item]))
  for (const stretch of stretchesOf([...items.keys()], BATCH_BYTES, BATCH_COUNT)) {
    const start = (stretch[0] as ZipEntry).offset
    const end = Math.max(...stretch.map((entry) => entry.end))
    yield {
      items: stretch.map((entry) => items.get(entry) as BatchItem),
      bytes: end - start + stretch.reduce((sum, { size }) => sum + size, 0),
      async load() {
        const bytes = await orRefusal(() => read(start, end))
        return stretch.map((entry) => (bytes instanceof Refusal ? bytes : importFileFrom(entry, bytes, start)))
      },
    }
  }
}
