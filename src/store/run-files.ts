// The files of a kept run, and how they are read: two heads, of which the newest whose last snapshot is whole is the run; snapshots, which never
// change; and the history, of which a head says how much is valid. Writing them: run-writer.ts.
import { crc32 } from '../data/bytes.ts'
import type { SnapshotInfo, SnapshotPictures } from '../spec/runs.ts'
import { FolderError, hasFault, StoredRunError } from './errors.ts'
import type { Folder, StoredFile } from './folder.ts'
import { type FoundHead, headFiles, readHeads, writeHead } from './head-pair.ts'
import { readHistory } from './history-file.ts'
import { readRecord, writeRecord } from './run-record.ts'
import type { RunRecord, StoredRun, StoredSnapshot } from './stored-run.ts'

export const RUN_HEAD = 'head'
export const RUN_HEADS = headFiles(RUN_HEAD)
const SNAPSHOT = /^snapshot-\d+-\d+\.safetensors$/
const HISTORY = /^metrics(-\d+)?\.jsonl$/

export function snapshotFile(step: number, sequence: number): string {
  return `snapshot-${String(step).padStart(8, '0')}-${sequence}.safetensors`
}

/** @param sequence of the head that names it first; null for the first one */
export function historyFile(sequence: number | null): string {
  return sequence === null ? 'metrics.jsonl' : `metrics-${sequence}.jsonl`
}

/** Whether a file is one that only a head makes valid. */
export function isNamedByHeads(name: string): boolean {
  return SNAPSHOT.test(name) || HISTORY.test(name)
}

export function filesOf({ snapshots, history }: RunRecord): string[] {
  return [...snapshots.map(({ file }) => file), history.file]
}

/** Finds the pictures in a snapshot without reading the rest of it: what they are, the store does not know. */
export type ReadPictures = (file: StoredFile) => Promise<SnapshotPictures>

/** What is valid in a folder. */
export interface FoundRun {
  readonly record: RunRecord
  readonly head: FoundHead
  /** Of the other head, where it checks out. */
  readonly other: RunRecord | null
  /** Whether both heads check out, or there is only one: a broken one may name files that nobody knows of. */
  readonly isWhole: boolean
  /** The highest of both heads. */
  readonly sequence: number
}

/** While a run is trained elsewhere, its files change between two reads. */
const ATTEMPTS = 3

/**
 * The newest state whose files are whole.
 * @param thorough also checks the contents of its last snapshot, and not only its length
 * @throws StoredRunError, or FolderError where files are there but cannot be read
 */
export async function findRun(folder: Folder, thorough: boolean): Promise<FoundRun> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await findOnce(folder, thorough)
    } catch (error) {
      const mayBeChanging = error instanceof FolderError || (error instanceof StoredRunError && error.fault === 'damaged')
      if (!mayBeChanging || attempt === ATTEMPTS) throw error
    }
  }
}

async function findOnce(folder: Folder, thorough: boolean): Promise<FoundRun> {
  const { heads, files } = await readHeads(folder, RUN_HEAD)
  if (files === 0) throw new StoredRunError('unsaved', 'This run ended before its first save: there is nothing to go on from.')
  const records = heads.map((head) => ({ head, record: readRecord(head.value) }))
  for (const { head, record } of records) {
    const last = record.snapshots.at(-1)
    if (!last || !(await isWholeSnapshot(folder, last, thorough))) continue
    const other = records.find((one) => one.head !== head)?.record ?? null
    return { record: await withoutMissing(folder, record), head, other, isWhole: heads.length === files, sequence: heads[0]?.sequence ?? 0 }
  }
  throw new StoredRunError('damaged', 'The files of this run are damaged: none of its saves can be read to the end.')
}

async function isWholeSnapshot(folder: Folder, snapshot: StoredSnapshot, thorough: boolean): Promise<boolean> {
  try {
    const file = await folder.file(snapshot.file)
    if (file.size !== snapshot.bytes) return false
    return !thorough || crc32(await file.read(0, file.size)) === snapshot.crc32
  } catch (error) {
    if (hasFault(error, 'missing')) return false
    throw error
  }
}

/** Somebody may have deleted older snapshots by hand. */
async function withoutMissing(folder: Folder, record: RunRecord): Promise<RunRecord> {
  const names = new Set(await folder.names())
  const snapshots = record.snapshots.filter(({ file }) => names.has(file))
  const hasBest = snapshots.some(({ file }) => file === record.best?.file)
  return { ...record, snapshots, best: hasBest ? record.best : null }
}

/** A kept run to be read. @throws StoredRunError, FolderError */
export async function openRun(folder: Folder, readPictures: ReadPictures): Promise<StoredRun> {
  const { record } = await findRun(folder, true)
  return readableRun(folder, record, readPictures)
}

export function readableRun(folder: Folder, record: RunRecord, readPictures: ReadPictures): StoredRun {
  return {
    record,
    events: () => readHistory(folder, record.history),
    snapshot: async (file) => readSnapshot(folder, snapshotOf(record, file)),
    pictures: async (file) => readPictures(await folder.file(snapshotOf(record, file).file)),
  }
}

export async function readSnapshot(folder: Folder, snapshot: StoredSnapshot): Promise<Uint8Array<ArrayBuffer>> {
  const file = await folder.file(snapshot.file)
  const bytes = await file.read(0, file.size)
  if (bytes.length !== snapshot.bytes || crc32(bytes) !== snapshot.crc32)
    throw new StoredRunError('damaged', `The snapshot of step ${snapshot.step} is damaged.`)
  return bytes
}

/** @param file null: the last one */
export function snapshotOf({ snapshots }: RunRecord, file: string | null): StoredSnapshot {
  const found = file === null ? snapshots.at(-1) : snapshots.find((snapshot) => snapshot.file === file)
  if (!found) throw new StoredRunError('damaged', 'This snapshot is no longer kept.')
  return found
}

/** Without what only the store needs. */
export function infoOf({ crc32: _, ...info }: StoredSnapshot): SnapshotInfo {
  return info
}

/** Whether it is in the bin, or was never saved: then nothing of it is wanted, even where its deletion was interrupted. */
export async function isRubbish(folder: Folder): Promise<boolean> {
  const { heads, files } = await readHeads(folder, RUN_HEAD)
  const [newest] = heads
  return files === 0 || (newest !== undefined && readRecord(newest.value).deletedAt !== null)
}

/** Deletes what is rubbish for good. Both heads say so first: whatever is left by a deletion that is interrupted is still rubbish. */
export async function removeRubbish(runs: Folder, id: string): Promise<void> {
  const folder = await runs.folder(id)
  const [newest] = (await readHeads(folder, RUN_HEAD)).heads
  if (newest) await writeHead(folder, RUN_HEAD, writeRecord({ ...readRecord(newest.value), sequence: newest.sequence + 1 }), newest)
  await runs.remove(id)
}
