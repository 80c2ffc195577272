// Writes the states of the current run that were taken, one after another, while it trains on; makes the kept run with the first one, and tells
// the page what was kept.
import { TrainingError } from '../gan/errors.ts'
import type { TrainerEvent } from '../protocol.ts'
import type { SaveReport, SnapshotInfo } from '../spec/runs.ts'
import { messageOf } from '../spec/words.ts'
import type { RunState, RunWriter } from '../store/stored-run.ts'
import type { RunLog } from './run-log.ts'
import type { ActiveRun } from './step-tasks.ts'

export interface SaveQueueDependencies {
  emit(event: TrainerEvent): void
  /** Seconds of a steady clock. */
  now(): number
  readonly log: RunLog
  /** Makes the kept run. */
  create(active: ActiveRun): Promise<RunWriter>
  /** Called where a state turns out not to be finite: it is not kept. */
  onBroken(error: TrainingError): void
}

/** A state that was taken between two steps. */
export interface TakenState {
  readonly active: ActiveRun
  /** What is kept, but for the bytes, which are still being read back. */
  readonly state: Omit<RunState, 'bytes'>
  readonly bytes: Promise<Uint8Array>
  /** When training began to wait for it, and for how many seconds it did. */
  readonly began: number
  readonly waited: number
}

export class SaveQueue {
  private readonly deps: SaveQueueDependencies
  /** Number of the run. */
  private readonly run: number
  private kept: RunWriter | null = null
  private waiting = 0
  private done: Promise<unknown> = Promise.resolve()
  private last: SaveReport | null = null

  constructor(deps: SaveQueueDependencies, run: number) {
    this.deps = deps
    this.run = run
  }

  /** The kept run; null before the first state is written. */
  get writer(): RunWriter | null {
    return this.kept
  }

  /** Goes on with a run that is kept already. */
  adopt(writer: RunWriter): void {
    this.kept = writer
  }

  get isBusy(): boolean {
    return this.waiting > 0
  }

  /** Resolves when nothing is being written. */
  async settled(): Promise<void> {
    while (this.isBusy) await this.done
  }

  /** With it what has happened so far is kept. Resolves with the file once it is written, with null where that failed. */
  add(taken: TakenState): Promise<string | null> {
    const events = this.deps.log.take()
    taken.bytes.catch(() => undefined) // handled when its turn comes
    this.waiting++
    const file = this.done.then(() => this.write(taken, events))
    this.done = file.finally(() => this.waiting--)
    return file
  }

  /** Tells once more of the last save, where nothing has happened since. */
  repeat(): void {
    if (this.last) this.deps.emit({ type: 'saved', run: this.run, save: this.last })
  }

  private async write(taken: TakenState, events: ReturnType<RunLog['take']>): Promise<string | null> {
    try {
      const writer = await this.writeTo(taken, events)
      const newest = writer.record.snapshots.at(-1)
      this.announce(taken, writer, newest)
      return newest?.file ?? null
    } catch (error) {
      if (error instanceof TrainingError) this.deps.onBroken(error)
      else this.deps.emit({ type: 'save-failed', run: this.run, sentence: messageOf(error) })
      return null
    }
  }

  private async writeTo({ active, state, bytes }: TakenState, events: ReturnType<RunLog['take']>): Promise<RunWriter> {
    let complete: RunState
    try {
      complete = { ...state, bytes: await bytes }
      this.kept ??= await this.deps.create(active)
    } catch (error) {
      this.deps.log.putBack(events)
      throw error
    }
    for (const event of events) this.kept.log(event)
    await this.kept.save(complete)
    return this.kept
  }

  private announce({ state: { step }, began, waited }: TakenState, { record }: RunWriter, newest?: SnapshotInfo): void {
    const { emit, now } = this.deps
    this.last = { step, at: record.savedAt, bytes: newest?.bytes ?? 0, seconds: { waited, total: now() - began } }
    emit({ type: 'saved', run: this.run, save: this.last })
    emit({ type: 'snapshots', run: this.run, snapshots: record.snapshots.map(infoOf) })
  }
}

/** Without what only the store needs. */
export function infoOf({ file, step, savedAt, bytes, content }: SnapshotInfo): SnapshotInfo {
  return { file, step, savedAt, bytes, content }
}
