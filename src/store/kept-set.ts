// One kept set as a folder of two files. The pixels are written first, under a name of their own; then the record is replaced, which names
// them. A crash in between leaves the old set or the new one, never a mixture.
import type { Collection } from '../data/collection.ts'
import type { Preparation } from '../spec/config.ts'
import { hasFault, KeptSetError } from './errors.ts'
import type { Folder, StoredFile } from './folder.ts'
import { type KeptRecord, pixelBytes, pixelsOf, readRecord, recordOf, restoreCollection, writeRecord } from './kept-record.ts'

/** A set and the settings it was prepared with. */
export interface PreparedSet {
  readonly collection: Collection
  readonly preparation: Preparation
}

/** Which images are left out, and which of them a person has chosen. */
export type Selection = Pick<Collection, 'leftOut' | 'byHand'>

const RECORD = 'set.json'
const pixelFile = ({ savedAt }: KeptRecord) => `images-${savedAt}`

export async function writeSet(folder: Folder, { collection, preparation }: PreparedSet, savedAt: number): Promise<void> {
  const record = recordOf(collection, preparation, savedAt)
  await folder.write(pixelFile(record), pixelsOf(collection))
  await folder.replace(RECORD, writeRecord(record))
}

/** Bytes of the pixels; the record is small compared with them. */
export function bytesNeeded({ collection }: PreparedSet): number {
  return pixelsOf(collection).reduce((sum, { length }) => sum + length, 0)
}

/**
 * @param savedAt of the set that the selection is for
 * @throws KeptSetError where another tab has replaced that set: the same numbers are other images in the new one
 */
export async function writeSelection(folder: Folder, { leftOut, byHand }: Selection, savedAt: number | undefined): Promise<void> {
  const record = readRecord(await (await fileIn(folder, RECORD)).text())
  if (record.savedAt !== savedAt) throw new KeptSetError('The set has been replaced.')
  await folder.replace(RECORD, writeRecord({ ...record, leftOut, byHand }))
}

/** A set without its pixels, which are there to be read. */
interface KeptFiles {
  readonly record: KeptRecord
  readonly pixels: StoredFile
  /** Of both files. */
  readonly bytes: number
}

/** @throws KeptSetError where the set is incomplete */
export async function readKeptFiles(folder: Folder): Promise<KeptFiles> {
  const file = await fileIn(folder, RECORD)
  const record = readRecord(await file.text())
  const pixels = await fileIn(folder, pixelFile(record))
  if (pixels.size !== pixelBytes(record)) throw new KeptSetError('The file with the images is incomplete.')
  return { record, pixels, bytes: pixels.size + file.size }
}

/** @throws KeptSetError where the set is incomplete */
export async function readSet(folder: Folder): Promise<{ prepared: PreparedSet; savedAt: number }> {
  const { record, pixels } = await readKeptFiles(folder)
  const collection = restoreCollection(record, await pixels.read(0, pixels.size))
  return { prepared: { collection, preparation: record.preparation }, savedAt: record.savedAt }
}

/** Removes what an interrupted write or a replaced set has left; what cannot be removed now is tried again the next time. */
export async function removeLeftovers(folder: Folder, record: KeptRecord): Promise<void> {
  for (const name of await folder.names()) {
    if (name !== RECORD && name !== pixelFile(record)) await folder.remove(name).catch(() => undefined)
  }
}

async function fileIn(folder: Folder, name: string): Promise<StoredFile> {
  try {
    return await folder.file(name)
  } catch (error) {
    throw hasFault(error, 'missing') ? new KeptSetError(`The set has no ${name}.`) : error
  }
}
