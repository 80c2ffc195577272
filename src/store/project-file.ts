// A project file: a run as one zip, with its images or without, to be opened on another machine, by the page or by the command line. It has the
// files of a kept run, with a record in place of the heads, and may have those of a kept set. What comes from elsewhere may be damaged or hostile:
// all of it is checked before any of it is used.
import { strFromU8, strToU8 } from 'fflate'
import { crc32, joined } from '../data/bytes.ts'
import { createYieldIfDue } from '../data/concurrency.ts'
import { Refusal } from '../data/errors.ts'
import { listZip } from '../data/zip/directory.ts'
import { type FileToZip, writeZip } from '../data/zip/write.ts'
import { maxCheckpointBytes, readCheckpoint, readPictures, stripCheckpoint } from '../gan/checkpoint.ts'
import { CheckpointError } from '../gan/errors.ts'
import type { WorkOptions } from '../spec/cancel.ts'
import { formatEvent } from '../spec/run-log.ts'
import { formatBytes } from '../spec/words.ts'
import { KeptSetError, StoredRunError } from './errors.ts'
import type { StoredFile } from './folder.ts'
import * as keptRecord from './kept-record.ts'
import type { PreparedSet } from './kept-set.ts'
import { MemoryFolder } from './memory-folder.ts'
import { broken, MAX_PROJECT_BYTES, type OpenZip, openZip } from './project-zip.ts'
import { historyFile, readableRun } from './run-files.ts'
import { readRecord, writeRecord } from './run-record.ts'
import type { RunRecord, StoredRun, StoredSnapshot } from './stored-run.ts'

/** Increased whenever project files change their meaning; older ones are then migrated when they are read. */
const VERSION = 1

const PROJECT = 'project.json'
const HISTORY = historyFile(null)
const SET_RECORD = 'set/record.json'
const SET_IMAGES = 'set/images'

const MAX_JSON_BYTES = 16 * 1024 * 1024
/** Four times as long as a kept history becomes. */
const MAX_HISTORY_BYTES = 64 * 1024 * 1024
/** Paths and findings of a million images. */
const MAX_SET_RECORD_BYTES = 256 * 1024 * 1024

export interface ProjectContents {
  /** `ends`: the last and the best. */
  readonly snapshots: 'all' | 'ends'
  /** `networks`: what pictures and scores need; training cannot go on from it. */
  readonly content: 'state' | 'networks'
  /** The images of the run; null leaves them out. */
  readonly set: PreparedSet | null
}

/**
 * @returns the bytes of the file
 * @throws CancelledError, StoredRunError where the run is damaged or too large
 */
export async function writeProject(run: StoredRun, contents: ProjectContents, options: WorkOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { record } = run
  const snapshots = record.snapshots.filter(({ file }, i) => {
    return contents.snapshots === 'all' || i === record.snapshots.length - 1 || file === record.best?.file
  })
  const set = contents.set && filesOfSet(contents.set)
  checkSize([...snapshots, ...(set ?? []).map(({ expectedBytes }) => ({ bytes: expectedBytes }))])
  const history = strToU8((await run.events()).map((event) => `${formatEvent(event)}\n`).join(''))
  const written: StoredSnapshot[] = []
  const files = snapshots.map((snapshot) => {
    const read = async () => {
      const bytes = await contentOf(run, snapshot, contents.content)
      const content = contents.content === 'networks' && snapshot.content === 'state' ? 'networks' : snapshot.content
      written.push({ ...snapshot, content, bytes: bytes.length, crc32: crc32(bytes) })
      return bytes
    }
    return { name: snapshot.file, read, expectedBytes: snapshot.bytes, packed: snapshot.content === 'pictures' }
  })
  const project = async () => {
    const kept: RunRecord = { ...record, snapshots: written, history: { file: HISTORY, bytes: history.length }, deletedAt: null }
    return strToU8(JSON.stringify({ version: VERSION, run: writeRecord(kept), hasImages: set !== null }))
  }
  const text = { expectedBytes: 0, packed: true }
  const last = { name: PROJECT, read: project, ...text } // after all that it describes
  return writeZip([...files, { name: HISTORY, read: async () => history, ...text }, ...(set ?? []), last], options)
}

async function contentOf(run: StoredRun, { file, content }: StoredSnapshot, wanted: ProjectContents['content']): Promise<Uint8Array> {
  const bytes = await run.snapshot(file)
  return wanted === 'networks' && content === 'state' ? stripCheckpoint(bytes, 'networks') : bytes
}

function checkSize(parts: readonly { readonly bytes: number }[]): void {
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
  if (bytes > MAX_PROJECT_BYTES)
    throw new StoredRunError(
      'full',
      `This would be a file of ${formatBytes(bytes)}, which is too large: leave the images or older snapshots out.`,
    )
}

function filesOfSet({ collection, preparation }: PreparedSet): FileToZip[] {
  const record = strToU8(JSON.stringify(keptRecord.writeRecord(keptRecord.recordOf(collection, preparation, 0))))
  const parts = keptRecord.pixelsOf(collection)
  const expectedBytes = parts.reduce((sum, { length }) => sum + length, 0)
  return [
    { name: SET_RECORD, read: async () => record, expectedBytes: record.length, packed: true },
    { name: SET_IMAGES, read: async () => joined(...parts), expectedBytes, packed: true },
  ]
}

/** A run that is open in memory, and its images where the file has them. */
export interface Project {
  readonly run: StoredRun
  readonly set: PreparedSet | null
}

/** Whether a file is one, whole or not, by the names of the files in it: a zip of images is none. */
export async function isProjectFile(file: StoredFile): Promise<boolean> {
  try {
    return (await listZip((from, to) => file.read(from, to), file.size)).some(({ path }) => path === PROJECT)
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

/** @throws CancelledError, StoredRunError with a sentence for a person */
export async function readProject(bytes: Uint8Array, { onProgress, signal }: WorkOptions = {}): Promise<Project> {
  const zip = await openZip(bytes)
  if (zip.sizeOf(PROJECT) === null) throw new StoredRunError('damaged', 'This zip is not a project file of Quarterturn.')
  const { record, hasImages } = readDescription(zip)
  const folder = new MemoryFolder()
  const yieldIfDue = createYieldIfDue(signal)
  for (const [i, snapshot] of record.snapshots.entries()) {
    folder.files.set(snapshot.file, readSnapshot(zip, record, snapshot))
    onProgress?.((i + 1) / record.snapshots.length)
    await yieldIfDue()
  }
  if (zip.sizeOf(record.history.file) !== record.history.bytes) throw broken('its history is not the one that it describes')
  folder.files.set(record.history.file, zip.read(record.history.file, MAX_HISTORY_BYTES))
  return { run: readableRun(folder, record, readPictures), set: hasImages ? readSet(zip, record) : null }
}

function readDescription(zip: OpenZip): { record: RunRecord; hasImages: boolean } {
  const { version, run, hasImages } = parseJson(PROJECT, zip.read(PROJECT, MAX_JSON_BYTES))
  if (typeof version === 'number' && version > VERSION)
    throw new StoredRunError('newer', 'This project file was written by a newer Quarterturn: reload the page, or update the program.')
  if (version !== VERSION || typeof hasImages !== 'boolean') throw broken(`“${PROJECT}” in it does not say what it is`)
  const record = readRecord(run)
  const names = new Set([...record.snapshots.map(({ file }) => file), record.history.file])
  if (names.size !== record.snapshots.length + 1) throw broken('it has two things under one name')
  const last = record.snapshots.at(-1)
  if (!last || last.step !== record.step) throw broken('the state of the run is not in it')
  return { record, hasImages }
}

function readSnapshot(zip: OpenZip, { images, config }: RunRecord, { file, step, bytes, content, crc32: sum }: StoredSnapshot) {
  if (zip.sizeOf(file) !== bytes || bytes > maxCheckpointBytes(config, images.channels))
    throw broken(`its snapshot of step ${step} is not the one that it describes`)
  const snapshot = zip.read(file, bytes)
  const checkpoint = described(`its snapshot of step ${step}`, () => readCheckpoint(snapshot))
  const fits = checkpoint.step === step && checkpoint.content === content && crc32(snapshot) === sum
  if (!fits || checkpoint.channels !== images.channels || checkpoint.config.size !== config.size)
    throw broken(`its snapshot of step ${step} is not the one that it describes`)
  return snapshot
}

function readSet(zip: OpenZip, { images, config }: RunRecord): PreparedSet {
  return described('its images', () => {
    const record = keptRecord.readRecord(parseJson(SET_RECORD, zip.read(SET_RECORD, MAX_SET_RECORD_BYTES)))
    const bytes = keptRecord.pixelBytes(record)
    if (zip.sizeOf(SET_IMAGES) !== bytes || record.channels !== images.channels || record.size !== config.size)
      throw broken('its images are not those that it describes')
    const collection = keptRecord.restoreCollection(record, zip.read(SET_IMAGES, bytes))
    return { collection, preparation: record.preparation }
  })
}

/** @throws StoredRunError that names the part for which `read` failed */
function described<T>(part: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const isSentence = error instanceof CheckpointError || error instanceof KeptSetError
    throw isSentence ? new StoredRunError('damaged', `This project file cannot be opened because of ${part}. ${error.message}`) : error
  }
}

function parseJson(name: string, bytes: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(strFromU8(bytes))
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // falls through to the sentence below
  }
  throw broken(`“${name}” in it cannot be read`)
}
