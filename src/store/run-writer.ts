// The one writer of a kept run. A save writes a new snapshot, appends to the history, and then commits both by writing the older of the two heads;
// only after that is anything deleted. So whenever it is interrupted, the state of the last completed save is there, whole.
import { crc32, inPieces, PIECE_BYTES } from '../data/bytes.ts'
import { isLive, type LiveConfig, type RunConfig } from '../spec/config.ts'
import type { RunEvent, SnapshotPictures } from '../spec/runs.ts'
import { formatBytes } from '../spec/words.ts'
import { hasFault, StoredRunError } from './errors.ts'
import type { Folder } from './folder.ts'
import { type FoundHead, flushHead, writeHead } from './head-pair.ts'
import { appendHistory, HISTORY_BYTES, readHistory } from './history-file.ts'
import {
  type FoundRun,
  filesOf,
  findRun,
  historyFile,
  isNamedByHeads,
  type ReadPictures,
  RUN_HEAD,
  readableRun,
  snapshotFile,
} from './run-files.ts'
import { writeRecord } from './run-record.ts'
import type { RunRecord, RunState, RunWriter, StoredRun, StoredSnapshot } from './stored-run.ts'
import { bytesOf, type SnapshotLimits, thinned } from './thinning.ts'

/** What is decided once for a run. */
export type NewRun = Pick<RunRecord, 'id' | 'name' | 'images' | 'config' | 'origin' | 'scheduled'>

export interface WriterDependencies {
  readonly readPictures: ReadPictures
  /** Milliseconds since 1970. */
  now(): number
  /** Bytes that are used and granted; null where nobody knows. */
  estimate(): Promise<{ readonly used: number; readonly granted: number } | null>
  /** Frees what is needed less than a run, such as a bin; called before older snapshots are dropped to make room. */
  freeSpace(): Promise<void>
  /** Whether nobody else writes the run: another tab may have taken it away. */
  mayWrite(): Promise<boolean>
  readonly limits: WriterLimits
}

export interface WriterLimits {
  readonly snapshots: SnapshotLimits
  /** A longer history is rewritten with half of its steps. */
  readonly historyBytes: number
  /** A snapshot is written in pieces of as many bytes. */
  readonly pieceBytes: number
}

export const WRITER_LIMITS: WriterLimits = {
  snapshots: { bytes: 256_000_000, count: 60 },
  historyBytes: HISTORY_BYTES,
  pieceBytes: PIECE_BYTES,
}

/** Room for the history and the heads. */
const SPARE_BYTES = 1_000_000

/** A new run in an empty folder; nothing is written before its first save. Its history begins with the live settings it begins with. */
export function createRun(folder: Folder, run: NewRun, deps: WriterDependencies): RunWriter {
  const now = deps.now()
  const record: RunRecord = {
    ...run,
    sequence: 0,
    createdAt: now,
    savedAt: now,
    step: 0,
    elapsedSeconds: 0,
    device: null,
    snapshots: [],
    best: null,
    history: { file: historyFile(null), bytes: 0 },
    deletedAt: null,
    exportedAt: null,
  }
  const writer = new FolderRunWriter(folder, record, null, deps)
  writer.log({ event: 'change', step: 0, changes: liveSettings(run.config) })
  return writer
}

function liveSettings(config: RunConfig): Partial<LiveConfig> {
  return Object.fromEntries(Object.entries(config).filter(([name]) => isLive(name as keyof RunConfig)))
}

/** Goes on writing a kept run. Whoever calls this has its lock. @throws StoredRunError, FolderError */
export async function openWriter(folder: Folder, deps: WriterDependencies): Promise<RunWriter> {
  const found = await findRun(folder, true)
  await flushHead(folder, RUN_HEAD, found.head)
  const writer = new FolderRunWriter(folder, found.record, found, deps)
  if (found.isWhole) await writer.removeStrays()
  return writer
}

class FolderRunWriter implements RunWriter {
  record: RunRecord
  private readonly folder: Folder
  private readonly deps: WriterDependencies
  /** The head that is valid, and stays as it is while the next is written. */
  private head: FoundHead | null
  /** What the other head names, where it is known. */
  private other: RunRecord | null
  /** Of the last attempt to commit: one that failed may be on the disk all the same. */
  private sequence: number
  private pending: RunEvent[] = []
  /** The snapshots that are being scored. */
  private readonly held = new Set<string>()
  private last: Promise<unknown> = Promise.resolve()

  constructor(folder: Folder, record: RunRecord, found: FoundRun | null, deps: WriterDependencies) {
    this.folder = folder
    this.record = record
    this.head = found?.head ?? null
    this.other = found?.other ?? null
    this.sequence = found?.sequence ?? 0
    this.deps = deps
  }

  async events(): Promise<RunEvent[]> {
    return [...(await readHistory(this.folder, this.record.history)), ...this.pending]
  }

  snapshot(file: string | null): Promise<Uint8Array<ArrayBuffer>> {
    return this.readable().snapshot(file)
  }

  pictures(file: string | null): Promise<SnapshotPictures> {
    return this.readable().pictures(file)
  }

  log(event: RunEvent): void {
    this.pending.push(event)
  }

  save(state: RunState): Promise<void> {
    return this.oneAtATime(async () => {
      if (!(await this.hasRoom(state.bytes.length))) await this.makeRoom(state.bytes.length)
      try {
        await this.saveOnce(state)
      } catch (error) {
        if (!hasFault(error, 'full')) throw error
        await this.saveInLessRoom(state)
      }
    })
  }

  private async saveInLessRoom(state: RunState): Promise<void> {
    try {
      await this.makeRoom(state.bytes.length)
      await this.saveOnce(state)
    } catch (error) {
      throw hasFault(error, 'full') ? noRoom(state.bytes.length) : error
    }
  }

  keepHistory(): Promise<void> {
    return this.oneAtATime(async () => {
      if (!this.head || this.pending.length === 0) return
      const sequence = ++this.sequence
      const logged = [...this.pending]
      await this.commit({ ...this.record, sequence, history: await this.append(logged, sequence) })
      this.pending = this.pending.slice(logged.length)
      await this.removeStrays()
    })
  }

  update(changes: Parameters<RunWriter['update']>[0]): Promise<void> {
    return this.oneAtATime(async () => {
      if (this.head) await this.commit({ ...this.record, ...changes, sequence: ++this.sequence })
      else this.record = { ...this.record, ...changes } // it is written with the first save
    })
  }

  hold(file: string): () => void {
    this.held.add(file)
    return () => this.held.delete(file)
  }

  thin(): Promise<void> {
    return this.oneAtATime(() => {
      const { snapshots, best } = this.record
      const needed = this.needed(best)
      return this.keepOnly(snapshots.filter(({ file }, i) => i === snapshots.length - 1 || needed.includes(file)))
    })
  }

  /** Removes what no head names: files of interrupted saves, and of what was dropped. What cannot be removed now is tried again later. */
  async removeStrays(): Promise<void> {
    const named = new Set([this.record, ...(this.other ? [this.other] : [])].flatMap(filesOf))
    const names = (await this.deps.mayWrite()) ? await this.folder.names().catch(() => []) : []
    for (const name of names) {
      if (isNamedByHeads(name) && !named.has(name)) await this.folder.remove(name).catch(() => undefined)
    }
  }

  private readable(): StoredRun {
    return readableRun(this.folder, this.record, this.deps.readPictures)
  }

  private oneAtATime<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task)
    this.last = result.catch(() => undefined)
    return result
  }

  private async saveOnce(state: RunState): Promise<void> {
    const sequence = ++this.sequence
    const logged = [...this.pending]
    await this.commit(await this.writeFiles(state, logged, sequence))
    this.pending = this.pending.slice(logged.length)
    await this.removeStrays()
  }

  /** What a save adds to the folder. @returns the record that names it */
  private async writeFiles(state: RunState, logged: readonly RunEvent[], sequence: number): Promise<RunRecord> {
    const { limits } = this.deps
    const { step, elapsedSeconds, config, device } = state
    const file = snapshotFile(step, sequence)
    try {
      await this.checkLock()
      const snapshot = await this.writeSnapshot(file, state)
      const history = await this.append(logged, sequence)
      const best = state.best ? { ...state.best, file, step } : this.record.best
      const before = this.record.snapshots.filter((one) => isPartOfRun(one, step, logged) || one.file === best?.file)
      const snapshots = thinned([...before, snapshot], limits.snapshots, this.needed(best))
      const { savedAt } = snapshot
      return { ...this.record, sequence, savedAt, step, elapsedSeconds, config, device, snapshots, best, history }
    } catch (error) {
      if (await this.deps.mayWrite()) await this.folder.remove(file).catch(() => undefined) // it takes room, and no head names it
      throw error
    }
  }

  /** @returns the longer history. Whoever has taken the run over appends to the same file. */
  private async append(events: readonly RunEvent[], sequence: number): Promise<RunRecord['history']> {
    await this.checkLock()
    return appendHistory(this.folder, this.record.history, events, historyFile(sequence), this.deps.limits.historyBytes)
  }

  private async writeSnapshot(file: string, { bytes, step }: RunState): Promise<StoredSnapshot> {
    let sum = 0
    function* pieces(length: number): Generator<Uint8Array> {
      for (const piece of inPieces(bytes, length)) {
        sum = crc32(piece, sum)
        yield piece
      }
    }
    await this.folder.write(file, pieces(this.deps.limits.pieceBytes))
    return { file, step, savedAt: this.deps.now(), bytes: bytes.length, content: 'state', crc32: sum }
  }

  private async commit(next: RunRecord): Promise<void> {
    await this.checkLock()
    this.head = await writeHead(this.folder, RUN_HEAD, writeRecord(next), this.head)
    this.other = this.record
    this.record = next
  }

  /** Before anything is written: every file may be that of another tab now. */
  private async checkLock(): Promise<void> {
    if (!(await this.deps.mayWrite())) throw new StoredRunError('busy', 'Another tab has taken over this run.')
  }

  /** Twice, so that neither head names what is dropped. */
  private async keepOnly(snapshots: readonly StoredSnapshot[]): Promise<void> {
    if (!this.head || snapshots.length === this.record.snapshots.length) return
    for (const _ of [1, 2]) await this.commit({ ...this.record, sequence: ++this.sequence, snapshots })
    await this.removeStrays()
  }

  /** The files of snapshots that are not to be dropped. */
  private needed(best: RunRecord['best']): string[] {
    return [...(best ? [best.file] : []), ...this.held]
  }

  private async hasRoom(bytes: number): Promise<boolean> {
    const storage = await this.deps.estimate().catch(() => null)
    return storage === null || storage.granted - storage.used >= bytes + SPARE_BYTES
  }

  private async makeRoom(bytes: number): Promise<void> {
    await this.deps.freeSpace().catch(() => undefined)
    const { snapshots, best } = this.record
    const limits = { ...this.deps.limits.snapshots, bytes: bytesOf(snapshots) - bytes - SPARE_BYTES }
    await this.keepOnly(thinned(snapshots, limits, this.needed(best)))
  }
}

/** Whether a snapshot is part of a run that is at `step` now: not one that is replaced, or that came after a step to which the run returned. */
function isPartOfRun(snapshot: StoredSnapshot, step: number, logged: readonly RunEvent[]): boolean {
  const isBeforeReturn = (event: RunEvent) => (event.event !== 'returned' && event.event !== 'recovered') || snapshot.step <= event.step
  return snapshot.step < step && logged.every(isBeforeReturn)
}

function noRoom(bytes: number): StoredRunError {
  const sentence = `There is no room left to keep this run (a save needs ${formatBytes(bytes)}): training goes on all the same.`
  return new StoredRunError('full', `${sentence} Delete what you no longer need, or free disk space.`)
}
