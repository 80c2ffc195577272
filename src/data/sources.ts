// Where the files of an import come from, cut into batches: files on disk a few at a time, files of a zip in runs that one read gets.
import { IMPORT_LIMITS } from '../spec/datasets.ts'
import { byteSize } from '../spec/words.ts'
import { forEachConcurrently } from './concurrency.ts'
import { Refusal } from './image.ts'
import type { ImportFile } from './import-pool.ts'
import { isZip, sniff } from './inspect.ts'
import { comparePaths, harmlessPath, isClutter, isSplitPart, pathsInZip } from './names.ts'
import { isProgram, refuseUnknown, splitPart } from './unknown-files.ts'
import { endsLikeZip, listZip, type ReadRange, type ZipEntry } from './zip/directory.ts'
import { checkZipEntry, runsOf, startOfZipEntry } from './zip/entries.ts'

export interface SourceFile {
  /** With `/` between folders. */
  readonly path: string
  readonly size: number
  /** The bytes from `from` up to `to`, in a buffer of their own; fewer where the file ends before. */
  read(from: number, to: number): Promise<ArrayBuffer>
}

/** Where a file stands among all: by path, then by its path inside a zip. The order of a set never depends on timing. */
export type Place = readonly [file: number, entry: number]

/** A file's bytes, why there are none, or that it is a zip and has to be opened. */
type Loaded = ImportFile | Refusal | 'zip'

export interface Member {
  readonly place: Place
  readonly path: string
  load(): Promise<Loaded>
}

/** Files that are read and prepared together. */
export interface Batch {
  readonly members: readonly Member[]
  /** What they take in memory. */
  readonly bytes: number
  load(): Promise<readonly Loaded[]>
}

/** Few enough that all hands stay busy to the end, enough that handing over costs little. */
const BATCH_BYTES = 1 << 20
const BATCH_COUNT = 64
/** Every read is a question to another process in a browser: some are asked at once. */
const READS_AT_ONCE = 16
/** A file larger than this is asked what it is before it is read. */
const PEEK_FROM = 1 << 20
const PEEK = 1 << 12
/** What is too large to be read is told from more of it: a drawing may begin with comments, a file in a zip with long names. */
const PEEK_LARGE = 1 << 18

const unreadable = () =>
  new Refusal('unreadable', 'The file could not be read: it may have been moved or changed, or reading it is not allowed.')

function tooManyBytes(size: number): Refusal {
  return new Refusal('unfit', `${byteSize(size)}: more than the ${byteSize(IMPORT_LIMITS.maxBytes)} this page takes.`)
}

/** Of what is too large to be read whole, by its first bytes: what is no picture is not refused for its size. */
function refuseLarge(start: Uint8Array, size: number): Refusal {
  return sniff(start) ? tooManyBytes(size) : refuseUnknown(start)
}

/** What goes wrong here lies with the disk or with a file that has changed, not with the picture. */
function rangeReader(file: SourceFile): ReadRange {
  return async (from, to) => {
    try {
      return new Uint8Array(await file.read(from, to))
    } catch (error) {
      throw error instanceof Refusal ? error : unreadable()
    }
  }
}

/** The promised value, or the refusal that came in its place. */
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
  if (file.size > PEEK_FROM) {
    const start = await read(0, isLarge ? PEEK_LARGE : PEEK)
    if (await isArchive(file, start, read)) return 'zip'
    if (isLarge) return refuseSplit(file, start) ?? refuseLarge(start, file.size)
  }
  const bytes = await read(0, file.size)
  if (await isArchive(file, bytes, read)) return 'zip'
  return refuseSplit(file, bytes) ?? { bytes, packed: null }
}

/** Where an archive was cut tells nothing: only the name does. */
function refuseSplit({ path }: SourceFile, start: Uint8Array): Refusal | null {
  return isSplitPart(path) && !sniff(start) ? splitPart() : null
}

/** A zip that unpacks itself begins with a program, which may also hold what only looks like one; others with whatever was put before them. */
async function isArchive({ path, size }: SourceFile, start: Uint8Array, read: ReadRange): Promise<boolean> {
  if (isZip(start)) return true
  const mayBe = isProgram(start) || (/\.zip$/i.test(path) && !sniff(start))
  if (!mayBe || !(await endsLikeZip(read, size))) return false
  return !isProgram(start) || !((await orRefusal(() => listZip(read, size))) instanceof Refusal)
}

/** One file alone. */
export function batchOfOne(member: Member, bytes: number): Batch {
  return { members: [member], bytes, load: async () => [await member.load()] }
}

export function* batchesOfFiles(files: readonly SourceFile[]): Generator<Batch> {
  let members: Member[] = []
  let bytes = 0
  for (const [index, file] of files.entries()) {
    members.push({ place: [index, 0], path: file.path, load: () => orRefusal(() => loadFile(file)) })
    bytes += Math.min(file.size, IMPORT_LIMITS.maxBytes)
    if (members.length === BATCH_COUNT || bytes >= BATCH_BYTES || index === files.length - 1) {
      yield { members, bytes, load: loadAll(members) }
      members = []
      bytes = 0
    }
  }
}

function loadAll(members: readonly Member[]): Batch['load'] {
  return async () => {
    const loaded: Loaded[] = []
    await forEachConcurrently(members, READS_AT_ONCE, async (member, i) => {
      loaded[i] = await member.load()
    })
    return loaded
  }
}

interface Placed {
  readonly entry: ZipEntry
  readonly member: Member
}

/** The batches of a zip, and the files of it that are refused unread. */
export interface OpenedZip {
  readonly count: number
  readonly batches: Iterable<Batch>
  readonly rejected: readonly { readonly member: Member; readonly refusal: Refusal }[]
}

/** @param alone whether it is all there is, so that its name need not stand before the names of its files */
export async function openZip(file: SourceFile, index: number, alone: boolean): Promise<OpenedZip> {
  const read = rangeReader(file)
  const listed = await listFiles(file, read)
  const paths = pathsInZip(
    file.path,
    listed.map(({ path }) => path),
  )
  const byName = paths.map((path, i) => ({ path, i })).sort((a, b) => comparePaths(a.path, b.path))
  const rejected: OpenedZip['rejected'][number][] = []
  const placed: (Placed | undefined)[] = listed.map(() => undefined)
  for (const [place, { path, i }] of byName.entries()) {
    const entry = listed[i] as ZipEntry
    const load = () => orRefusal(async () => pieceOf(entry, await read(entry.offset, entry.end), entry.offset))
    const member: Member = { place: [index, place], path: alone ? path : `${file.path}/${path}`, load }
    const refusal = await refusalOf(entry, read)
    if (refusal) rejected.push({ member, refusal })
    else placed[i] = { entry, member }
  }
  const wanted = placed.filter((one) => one !== undefined)
  return { count: listed.length, rejected, batches: batchesOfZip(read, wanted) }
}

/** The files in a zip that an import looks at. @throws Refusal of the whole zip */
async function listFiles({ path, size }: SourceFile, read: ReadRange): Promise<ZipEntry[]> {
  const all = await orRefusal(() => listZip(read, size))
  if (all instanceof Refusal) throw all.kind === 'damaged' && isSplitPart(path) ? splitPart() : all
  const whole = refuseWholeZip(all.map((entry) => entry.path))
  if (whole) throw whole
  const entries = all.map((entry) => ({ ...entry, path: harmlessPath(entry.path) })).filter((entry) => !isClutter(entry.path))
  if (entries.length === 0) throw new Refusal('damaged', 'The zip holds no files.')
  return entries
}

/** Programs keep arrays in zips: what such a file is matters more than that it is a zip. */
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
    return refuseLarge(startOfZipEntry(await read(entry.offset, entry.offset + PEEK_LARGE), entry), size)
  })
}

/** What a run that was read from `start` on holds of a file. */
function pieceOf({ offset, end, size, packedSize, method, encrypted }: ZipEntry, run: Uint8Array, start: number): ImportFile {
  return { bytes: run.subarray(offset - start, end - start), packed: { size, packedSize, method, encrypted } }
}

function* batchesOfZip(read: ReadRange, placed: readonly Placed[]): Generator<Batch> {
  const members = new Map(placed.map(({ entry, member }) => [entry, member]))
  for (const run of runsOf([...members.keys()], BATCH_BYTES, BATCH_COUNT)) {
    const start = (run[0] as ZipEntry).offset
    const end = Math.max(...run.map((entry) => entry.end))
    yield {
      members: run.map((entry) => members.get(entry) as Member),
      bytes: end - start + run.reduce((sum, { size }) => sum + size, 0),
      async load() {
        const bytes = await orRefusal(() => read(start, end))
        return run.map((entry) => (bytes instanceof Refusal ? bytes : pieceOf(entry, bytes, start)))
      },
    }
  }
}
