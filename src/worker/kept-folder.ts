// One kept set as a folder of two files: the pixels under a name of their own, then the record that makes them count. The record takes
// effect whole or not at all (a writable replaces its file when it is closed), so a tab that dies leaves the old set or the new one.
import type { Collection } from '../data/collection.ts'
import {
  type KeptRecord,
  KeptSetError,
  pixelBytes,
  pixelsOf,
  readRecord,
  recordOf,
  restoreCollection,
  writeRecord,
} from '../store/kept-set.ts'
import type { Prepared } from './images.ts'

/** What is needed of a folder; a DOM FileSystemDirectoryHandle is one. */
export interface Folder {
  getDirectoryHandle(name: string, options?: { create?: boolean }): Promise<Folder>
  getFileHandle(name: string, options?: { create?: boolean }): Promise<FolderFile>
  removeEntry(name: string, options?: { recursive?: boolean }): Promise<void>
  keys(): AsyncIterable<string>
}

export interface FolderFile {
  getFile(): Promise<Blob>
  createWritable(): Promise<Writable>
  createSyncAccessHandle(): Promise<AccessHandle>
}

interface Writable {
  write(text: string): Promise<void>
  close(): Promise<void>
  abort(): Promise<void>
}

interface AccessHandle {
  write(part: Uint8Array<ArrayBuffer>, options: { at: number }): number
  truncate(size: number): void
  flush(): void
  close(): void
}

const RECORD = 'set.json'
const pixelFile = ({ savedAt }: KeptRecord) => `images-${savedAt}`

export async function writeSet(folder: Folder, { collection, preparation }: Prepared, savedAt: number): Promise<void> {
  const record = recordOf(collection, preparation, savedAt)
  await writePixels(folder, pixelFile(record), pixelsOf(collection))
  await writeText(folder, RECORD, writeRecord(record))
}

/** Bytes that a set needs, near enough: the record is small beside the pixels. */
export function bytesNeeded({ collection }: Prepared): number {
  return pixelsOf(collection).reduce((sum, { length }) => sum + length, 0)
}

/** Which images are taken, and which of them a person has chosen. */
export type Chosen = Pick<Collection, 'leftOut' | 'byHand'>

/** @throws KeptSetError where the set is not the one saved then: another tab has replaced it, and its images have other numbers */
export async function writeChosen(folder: Folder, { leftOut, byHand }: Chosen, savedAt: number | undefined): Promise<void> {
  const record = readRecord(await (await fileIn(folder, RECORD)).text())
  if (record.savedAt !== savedAt) throw new KeptSetError('The set has been replaced.')
  await writeText(folder, RECORD, writeRecord({ ...record, leftOut, byHand }))
}

/** What there is of a set without reading its pixels. @throws KeptSetError where it is not whole */
export async function lookAt(folder: Folder): Promise<{ record: KeptRecord; pixels: Blob; bytes: number }> {
  const text = await fileIn(folder, RECORD)
  const record = readRecord(await text.text())
  const pixels = await fileIn(folder, pixelFile(record))
  if (pixels.size !== pixelBytes(record)) throw new KeptSetError('The file with the images is not whole.')
  return { record, pixels, bytes: pixels.size + text.size }
}

/** @throws KeptSetError where it is not whole */
export async function readSet(folder: Folder): Promise<{ prepared: Prepared; savedAt: number }> {
  const { record, pixels } = await lookAt(folder)
  const collection = restoreCollection(record, new Uint8Array(await pixels.arrayBuffer()))
  return { prepared: { collection, preparation: record.preparation }, savedAt: record.savedAt }
}

/** Removes what an unfinished write or a replaced set has left; what cannot be removed now waits until the next time. */
export async function tidy(folder: Folder, record: KeptRecord): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (name !== RECORD && name !== pixelFile(record)) await folder.removeEntry(name).catch(() => undefined)
  }
}

export async function namesIn(folder: Folder): Promise<string[]> {
  const names: string[] = []
  for await (const name of folder.keys()) names.push(name)
  return names
}

async function fileIn(folder: Folder, name: string): Promise<Blob> {
  try {
    return await (await folder.getFileHandle(name)).getFile()
  } catch (error) {
    throw isNamed(error, 'NotFoundError') ? new KeptSetError(`The set has no ${name}.`) : error
  }
}

/** Through an access handle: where the storage is full, Chromium's writables often say only that a pipe broke. */
async function writePixels(folder: Folder, name: string, parts: readonly Uint8Array[]): Promise<void> {
  const handle = await (await folder.getFileHandle(name, { create: true })).createSyncAccessHandle()
  try {
    handle.truncate(0)
    let at = 0
    for (const part of parts) {
      // An access handle takes no view on shared memory; none is ever passed here.
      const written = handle.write(part as Uint8Array<ArrayBuffer>, { at })
      if (written < part.length) throw new Error(`only ${written} of ${part.length} bytes were written`)
      at += written
    }
    handle.flush()
  } finally {
    handle.close()
  }
}

async function writeText(folder: Folder, name: string, text: string): Promise<void> {
  const writable = await (await folder.getFileHandle(name, { create: true })).createWritable()
  try {
    await writable.write(text)
    await writable.close()
  } catch (error) {
    await writable.abort().catch(() => undefined) // closed or broken already: there is nothing left to undo
    throw error
  }
}

/** The errors of file systems are told apart by name. */
export function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name
}
