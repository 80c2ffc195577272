// A run in memory, made from what is known of it: one that was kept in another form, or is put together to become a project file.
import { strToU8 } from 'fflate'
import { crc32 } from '../data/bytes.ts'
import { readPictures } from '../gan/checkpoint.ts'
import { formatEvent } from '../spec/run-log.ts'
import type { BestSnapshot, RunEvent, SnapshotInfo } from '../spec/runs.ts'
import { MemoryFolder } from './memory-folder.ts'
import { historyFile, readableRun, snapshotFile } from './run-files.ts'
import type { RunRecord, StoredRun } from './stored-run.ts'

/** What does not follow from the snapshots and the history of a run. */
export type RunFacts = Pick<
  RunRecord,
  'id' | 'name' | 'createdAt' | 'images' | 'config' | 'elapsedSeconds' | 'device' | 'origin' | 'scheduled'
>

export interface SnapshotBytes extends Pick<SnapshotInfo, 'step' | 'savedAt' | 'content'> {
  readonly bytes: Uint8Array
  /** Where it is the best step. */
  readonly best?: Pick<BestSnapshot, 'kid' | 'network'>
}

/** @param snapshots at least one, the oldest first: the last is the state of the run */
export function runInMemory(facts: RunFacts, snapshots: readonly SnapshotBytes[], events: readonly RunEvent[]): StoredRun {
  const folder = new MemoryFolder()
  let best: BestSnapshot | null = null
  const stored = snapshots.map(({ bytes, best: score, ...about }, i) => {
    const file = snapshotFile(about.step, i)
    folder.files.set(file, bytes)
    if (score) best = { ...score, file, step: about.step }
    return { ...about, file, bytes: bytes.length, crc32: crc32(bytes) }
  })
  const lines = strToU8(events.map((event) => `${formatEvent(event)}\n`).join(''))
  const history = { file: historyFile(null), bytes: lines.length }
  folder.files.set(history.file, lines)
  const { step = 0, savedAt = facts.createdAt } = snapshots.at(-1) ?? {}
  const state = { sequence: 1, step, savedAt, snapshots: stored, best, history, deletedAt: null, exportedAt: null }
  return readableRun(folder, { ...facts, ...state }, readPictures)
}
