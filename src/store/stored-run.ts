// What can be done with a kept run, wherever its files lie: in the private file system of a browser, a folder of the command line, or a
// project file that is open in memory. The files themselves: run-files.ts.
import type { DeviceRecord } from '../spec/backends.ts'
import type { RunConfig } from '../spec/config.ts'
import type { BestSnapshot, RunEvent, RunImages, RunOrigin, SnapshotInfo, SnapshotPictures } from '../spec/runs.ts'

/** What a head says of a run: all of it is of the last completed save. */
export interface RunRecord {
  /** Increased by every save: the head with the higher number is the newer one. */
  readonly sequence: number
  readonly id: string
  readonly name: string
  readonly createdAt: number
  readonly savedAt: number
  readonly images: RunImages
  /** As it is now: live settings may have changed since the run began. */
  readonly config: RunConfig
  readonly step: number
  readonly elapsedSeconds: number
  readonly device: DeviceRecord | null
  readonly origin: RunOrigin | null
  /** Live settings that change at their steps, before and after this one, because the run repeats another one. */
  readonly scheduled: readonly { readonly step: number; readonly changes: Partial<RunConfig> }[]
  /** All that are kept, the oldest first; the last one is the state of the run. */
  readonly snapshots: readonly StoredSnapshot[]
  readonly best: BestSnapshot | null
  /** The file of events, one line of JSON each, and how much of it is valid. */
  readonly history: { readonly file: string; readonly bytes: number }
  /** When it was put into the bin; null: it was not. */
  readonly deletedAt: number | null
  readonly exportedAt: number | null
}

export interface StoredSnapshot extends SnapshotInfo {
  readonly crc32: number
}

/** Every method rejects with a StoredRunError, whose message is a sentence for a person, where the files are damaged, and with a FolderError where they cannot be read. */
export interface StoredRun {
  readonly record: RunRecord
  /** What happened, in its order; also what came after a step to which the run returned. */
  events(): Promise<RunEvent[]>
  /** The bytes of a snapshot, checked. @param file null: the last one */
  snapshot(file: string | null): Promise<Uint8Array<ArrayBuffer>>
  /** The pictures in a snapshot, without reading the rest of it. @param file null: the last one */
  pictures(file: string | null): Promise<SnapshotPictures>
}

/** A state to be kept. */
export interface RunState {
  /** A checkpoint as gan/checkpoint.ts writes it. */
  readonly bytes: Uint8Array
  readonly step: number
  readonly elapsedSeconds: number
  readonly config: RunConfig
  readonly device: DeviceRecord
  /** Where it is the best step so far. */
  readonly best?: Pick<BestSnapshot, 'kid' | 'network'>
}

/** The one writer of a run. After a failed method the run is as it was after the last completed save, and writing may go on. */
export interface RunWriter extends StoredRun {
  /** Adds to the history; it is kept with the next save, or by `keepHistory`. */
  log(event: RunEvent): void
  /** Keeps what was logged since the last save, where the run still stands at that state. Before the first save this does nothing. */
  keepHistory(): Promise<void>
  /** Keeps a state, in pieces between which other work goes on. One at a time; resolves when it would survive a crash. */
  save(state: RunState): Promise<void>
  /** Changes of the record that need no new state. */
  update(changes: Partial<Pick<RunRecord, 'name' | 'deletedAt' | 'exportedAt' | 'images' | 'best'>>): Promise<void>
  /** Keeps a snapshot from being dropped while it is scored, since it may turn out to be the best. @returns what lets go of it */
  hold(file: string): () => void
  /** Drops all snapshots but the last and the best. */
  thin(): Promise<void>
}
