// Writes the states of the current run that were taken, one after another, while it trains on; makes the kept run with the first one, and tells
// the page what was kept.
import { TrainingError } from '../../gan/errors.ts'
import type { TrainerEvent } from '../../protocol.ts'
import type { SaveReport, SnapshotInfo } from '../../spec/runs.ts'
import { messageOf } from '../../spec/words.ts'
import { infoOf } from '../../store/run-files.ts'
import type { RunState, RunWriter } from '../../store/stored-run.ts'
import { yieldToEvents } from '../../tensor/scheduling.ts'
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

/** Of the time of a step, but not of a rest before it: at most so many seconds. */
const TURNS = { share: 0.05, most: 1 }

export class SaveQueue {
  private readonly deps: SaveQueueDependencies
  /** Number of the run. */
  private readonly run: number
  private kept: RunWriter | null = null
  private waiting = 0
  private done: Promise<unknown> = Promise.resolve()
  private last: SaveReport | null = null
  /** The last state that was taken could not be written: the run stands at another one than its record. */
  private hasFailed = false
  /** When writing last had turns of its own. */
  private wroteUntil = Number.POSITIVE_INFINITY

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
    const { step, savedAt, snapshots } = writer.record
    this.last = { step, at: savedAt, bytes: snapshots.at(-1)?.bytes ?? 0, seconds: { waited: 0, total: 0 } }
  }

  get isBusy(): boolean {
    return this.waiting > 0
  }

  /** Resolves when nothing is being written. */
  async settled(): Promise<void> {
    while (this.isBusy) await this.done
  }

  /**
   * After a step: where a step blocks the thread, as on WebAssembly, writing gets one turn of the event loop a step and would take dozens of slow
   * ones. Gives it more turns.
   */
  async letWrite(): Promise<void> {
    const { now } = this.deps
    const began = now()
    const until = began + Math.min(TURNS.most, TURNS.share * (began - this.wroteUntil))
    while (this.isBusy && now() < until) await yieldToEvents()
    this.wroteUntil = now()
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

  /** Keeps what has happened since the last save, of a run that still stands there. Resolves when it is written; never rejects. */
  keepHistory(): Promise<void> {
    if (this.deps.log.isEmpty) return this.settled()
    this.waiting++
    const kept = this.done.then(() => this.writeHistory())
    this.done = kept.finally(() => this.waiting--)
    return kept
  }

  /** Tells once more of the last save, where nothing has happened since. */
  repeat(): void {
    if (this.last) this.deps.emit({ type: 'saved', run: this.run, save: this.last })
  }

  /** Tells which snapshots are kept. */
  tellSnapshots(): void {
    const snapshots = this.kept?.record.snapshots.map(infoOf) ?? []
    this.deps.emit({ type: 'snapshots', run: this.run, snapshots })
  }

  private async write(taken: TakenState, events: ReturnType<RunLog['take']>): Promise<string | null> {
    try {
      const writer = await this.writeTo(taken, events)
      this.hasFailed = false
      const newest = writer.record.snapshots.at(-1)
      this.announce(taken, writer, newest)
      return newest?.file ?? null
    } catch (error) {
      this.hasFailed = true
      if (error instanceof TrainingError) this.deps.onBroken(error)
      else this.deps.emit({ type: 'save-failed', run: this.run, sentence: messageOf(error) })
      return null
    }
  }

  private async writeHistory(): Promise<void> {
    if (!this.kept || this.hasFailed) return // then it comes with the next save
    for (const event of this.deps.log.take()) this.kept.log(event)
    await this.kept.keepHistory().catch((error) => this.deps.emit({ type: 'save-failed', run: this.run, sentence: messageOf(error) }))
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
    this.tellSnapshots()
  }
}
