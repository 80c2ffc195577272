// Decides when the current run is saved, and takes its state between two steps: training waits only until the state is copied on the device and
// its pictures are drawn. Reading back and writing go on beside the next steps (save-queue.ts).
import type { Dataset } from '../../data/dataset.ts'
import type { TrainingImages } from '../../data/fingerprint.ts'
import { Cadence } from '../../gan/cadence.ts'
import { type AboutRun, captureCheckpoint } from '../../gan/checkpoint.ts'
import { TrainingError } from '../../gan/errors.ts'
import type { Run } from '../../gan/run.ts'
import { recordOf } from '../../spec/backends.ts'
import type { LiveSettings } from './live-settings.ts'
import type { RunReports } from './run-reports.ts'
import type { SaveQueue } from './save-queue.ts'
import type { ActiveRun } from './step-tasks.ts'

interface AutosaveDependencies {
  /** Seconds of a steady clock. */
  now(): number
  readonly settings: LiveSettings
  readonly reports: RunReports
  readonly queue: SaveQueue
  runId(): string
  identityOf(dataset: Dataset): TrainingImages
  betweenSteps(task: (active: ActiveRun) => Promise<unknown>): Promise<unknown>
  onBroken(error: TrainingError): void
}

/** Training waits for at most a twentieth of the time. Between two saves lies less than a minute, with time to write one. */
const SAVES = { pause: 20, share: 0.05, limit: 45 }

/** A state that was taken. */
interface Saved extends Position {
  /** Once it is written; null where that failed. */
  readonly file: Promise<string | null>
}

/** Where a run stands. Settings and classes are other ones after every change. */
type Position = Pick<Run, 'step' | 'config' | 'classes'>

export class Autosave {
  private readonly deps: AutosaveDependencies
  private readonly cadence = new Cadence(SAVES)
  /** The last that was taken, unless writing it failed. */
  private saved: Saved | null = null
  /** Where the resting run was last saved. */
  private restedAt: Position | null = null
  private isWaitingToSave = false

  constructor(deps: AutosaveDependencies) {
    this.deps = deps
  }

  /** The run stands where its last kept state does. */
  resumeAt(run: Position): void {
    const { queue } = this.deps
    this.saved = { ...positionOf(run), file: Promise.resolve(queue.writer?.record.snapshots.at(-1)?.file ?? null) }
  }

  /** The run stands where an earlier one does. */
  forget(): void {
    this.saved = null
    this.restedAt = null
  }

  /** What a checkpoint of the run says about it. Only between two steps. @throws TrainingError */
  async describe({ run, dataset, device }: ActiveRun): Promise<AboutRun> {
    await this.deps.reports.report(run) // up to this step: the time spent training is part of it
    const elapsedSeconds = this.deps.reports.last?.elapsedSeconds ?? 0
    return {
      run: this.deps.runId(),
      data: dataset.name,
      channels: dataset.channels,
      elapsedSeconds,
      images: this.deps.identityOf(dataset),
      device: recordOf(device.info),
    }
  }

  /**
   * Has the state kept as it is between two steps, unless it is kept already; resolves when it is taken.
   * @param draw whether pictures of this step are drawn; without, the last ones are kept with it
   * @returns its file, once it is written; null where that failed
   * @throws TrainingError where the run is not finite
   */
  async save(active: ActiveRun, draw = true): Promise<{ readonly file: Promise<string | null> }> {
    const { run } = active
    if (this.saved && !this.hasUnsaved(run)) return this.saved
    const began = this.deps.now()
    const about = await this.describe(active)
    const pictures = (draw ? await this.deps.reports.picturesToKeep(run) : this.deps.reports.lastPictures) ?? undefined
    const saved = { ...positionOf(run), file: this.take(active, about, pictures, began) }
    this.saved = saved
    void saved.file.then((file) => {
      if (file === null && this.saved === saved) this.saved = null
    })
    return saved
  }

  /** After a step. */
  async saveIfDue(active: ActiveRun): Promise<void> {
    const isDue = !this.deps.queue.isBusy && this.hasUnsaved(active.run) && this.cadence.isDue(this.deps.now())
    if (isDue) await this.save(active)
  }

  /** Where the run rests. @param later called when a save under way is done, to call this again */
  async saveAtRest(active: ActiveRun, later: () => void): Promise<void> {
    const { queue } = this.deps
    const { run } = active
    if (!this.hasUnsaved(run)) return void queue.keepHistory()
    if (this.restedAt && isAt(this.restedAt, run)) return
    if (queue.isBusy) return void queue.settled().then(later)
    this.restedAt = positionOf(run) // where this fails, it is not tried again before the next step or change
    await this.save(active)
  }

  /** Before the run ends. */
  async saveRest(active: ActiveRun): Promise<void> {
    if (this.hasUnsaved(active.run)) await this.save(active, false)
    else void this.deps.queue.keepHistory()
  }

  /** As soon as a step is done, without drawing anything: the page may be about to end. Calls while one waits for that are one. */
  async saveNow(): Promise<void> {
    const { queue, betweenSteps, onBroken } = this.deps
    if (this.isWaitingToSave) return
    this.isWaitingToSave = true
    try {
      await queue.settled()
      await betweenSteps(async (active) => {
        this.isWaitingToSave = false
        if (this.hasUnsaved(active.run)) await this.save(active, false)
        else void queue.keepHistory().then(() => queue.repeat())
      })
    } catch (error) {
      this.isWaitingToSave = false
      if (error instanceof TrainingError) onBroken(error) // or else the run has ended, which saves it
    }
  }

  /** Whether the run has made steps, or its settings or classes were changed, since its state was taken. */
  hasUnsaved(run: Position): boolean {
    return run.step > 0 && !(this.saved && isAt(this.saved, run))
  }

  private take(
    active: ActiveRun,
    about: AboutRun,
    pictures: Parameters<typeof captureCheckpoint>[2],
    began: number,
  ): Promise<string | null> {
    const { queue, settings, now } = this.deps
    const { step, config } = active.run
    settings.logChanges()
    const bytes = captureCheckpoint(active.run, about, pictures) // copies at once
    const ended = now()
    this.cadence.record(began, ended)
    const { elapsedSeconds } = about
    const state = { step, config, elapsedSeconds, device: recordOf(active.device.info) }
    return queue.add({ active, state, bytes, began, waited: ended - began })
  }
}

function positionOf({ step, config, classes }: Position): Position {
  return { step, config, classes }
}

function isAt(position: Position, { step, config, classes }: Position): boolean {
  return position.step === step && position.config === config && position.classes === classes
}
