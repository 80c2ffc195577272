// One kept set as a folder. The pixels are written first, under a name of their own; then a head with the record, which names them. A crash in
// between leaves the old set or the new one, never a mixture.
import type { Collection } from '../data/collection.ts'
import type { Preparation } from '../spec/config.ts'
import { hasFault, KeptSetError } from './errors.ts'
import type { Folder, StoredFile } from './folder.ts'
import { type FoundHead, flushHead, headFiles, readHeads, writeHead } from './head-pair.ts'
import { type KeptRecord, pixelBytes, pixelsOf, readRecord, recordOf, restoreCollection, writeRecord } from './kept-record.ts'

/** A set and the settings it was prepared with. */
export interface PreparedSet {
  readonly collection: Collection
  readonly preparation: Preparation
}

/** What a person has chosen of a set: which images are left out, and labels. */
export type Selection = Pick<Collection, 'leftOut' | 'byHand' | 'givenLabels'>

/** Of the two heads with the record. */
const HEAD = 'set'
/** The record of sets from before there were heads. */
const OLD_RECORD = 'set.json'
const pixelFile = ({ savedAt }: KeptRecord) => `images-${savedAt}`

export async function writeSet(folder: Folder, { collection, preparation }: PreparedSet, savedAt: number): Promise<void> {
  const record = recordOf(collection, preparation, savedAt)
  await folder.write(pixelFile(record), pixelsOf(collection))
  const before = await readKeptFiles(folder).catch((error: unknown) => {
    if (error instanceof KeptSetError) return null // there is none, or none that is whole
    throw error
  })
  await commit(folder, record, before?.head ?? null)
}

/** @param current the head that stays as it is */
async function commit(folder: Folder, record: KeptRecord, current: FoundHead | null): Promise<void> {
  const { heads } = await readHeads(folder, HEAD)
  if (current) await flushHead(folder, HEAD, current)
  await writeHead(folder, HEAD, { sequence: (heads[0]?.sequence ?? 0) + 1, ...writeRecord(record) }, current)
}

/** Bytes of the pixels; the record is small compared with them. */
export function bytesNeeded({ collection }: PreparedSet): number {
  return pixelsOf(collection).reduce((sum, { length }) => sum + length, 0)
}

/**
 * @param savedAt of the set that the selection is for
 * @throws KeptSetError where another tab has replaced that set: the same numbers are other images in the new one
 */
export async function writeSelection(
  folder: Folder,
  { leftOut, byHand, givenLabels }: Selection,
  savedAt: number | undefined,
): Promise<void> {
  const { record, head } = await readKeptFiles(folder)
  if (record.savedAt !== savedAt) throw new KeptSetError('The set has been replaced.')
  const { givenLabels: _, ...rest } = record
  await commit(folder, { ...rest, leftOut, byHand, ...(givenLabels && { givenLabels }) }, head)
}

/** A set without its pixels, which are there to be read. */
interface KeptFiles {
  readonly record: KeptRecord
  /** Null where the record is from before there were heads. */
  readonly head: FoundHead | null
  readonly pixels: StoredFile
  /** Of record and pixels. */
  readonly bytes: number
}

/** The newest whose files are whole. @throws KeptSetError where there is none */
export async function readKeptFiles(folder: Folder): Promise<KeptFiles> {
  const { heads } = await readHeads(folder, HEAD)
  const candidates = [...heads.map((head) => () => keptFiles(folder, head, head.value, head.bytes)), () => readOldRecord(folder)]
  let problem: unknown
  for (const read of candidates) {
    try {
      return await read()
    } catch (error) {
      if (!(error instanceof KeptSetError)) throw error
      problem ??= error
    }
  }
  throw problem
}

async function readOldRecord(folder: Folder): Promise<KeptFiles> {
  const file = await fileIn(folder, OLD_RECORD)
  const text = await file.text()
  try {
    return await keptFiles(folder, null, JSON.parse(text), file.size)
  } catch (error) {
    throw error instanceof SyntaxError ? new KeptSetError('The description of the set is damaged.') : error
  }
}

async function keptFiles(folder: Folder, head: FoundHead | null, value: unknown, recordBytes: number): Promise<KeptFiles> {
  const record = readRecord(value)
  const pixels = await fileIn(folder, pixelFile(record))
  if (pixels.size !== pixelBytes(record)) throw new KeptSetError('The file with the images is incomplete.')
  return { record, head, pixels, bytes: pixels.size + recordBytes }
}

/** @throws KeptSetError where the set is incomplete */
export async function readSet(folder: Folder): Promise<{ prepared: PreparedSet; savedAt: number }> {
  const { record, pixels } = await readKeptFiles(folder)
  const collection = restoreCollection(record, await pixels.read(0, pixels.size))
  return { prepared: { collection, preparation: record.preparation }, savedAt: record.savedAt }
}

/** Removes what an interrupted write or a replaced set has left; what cannot be removed now is tried again the next time. */
export async function removeLeftovers(folder: Folder, { record, head }: KeptFiles): Promise<void> {
  const needed = [pixelFile(record), ...headFiles(HEAD), ...(head ? [] : [OLD_RECORD])]
  for (const name of await folder.names()) {
    if (!needed.includes(name)) await folder.remove(name).catch(() => undefined)
  }
}

async function fileIn(folder: Folder, name: string): Promise<StoredFile> {
  try {
    return await folder.file(name)
  } catch (error) {
    throw hasFault(error, 'missing') ? new KeptSetError(`The set has no ${name}.`) : error
  }
}
