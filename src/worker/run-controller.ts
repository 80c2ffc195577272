// Controls one run in the Worker, from start to end: trains, pauses and resumes, emits what it measures, and lets others use the run
// between two steps.
import { identify, type TrainingImages } from '../data/fingerprint.ts'
import { Cadence } from '../gan/cadence.ts'
import { captureCheckpoint, readCheckpoint, restoreRun } from '../gan/checkpoint.ts'
import type { Run } from '../gan/run.ts'
import { train } from '../gan/train.ts'
import type { TrainerEvent } from '../protocol.ts'
import { recordOf } from '../spec/backends.ts'
import { CancelledError } from '../spec/cancel.ts'
import type { LiveConfig } from '../spec/config.ts'
import type { Failure, RunState, StepReport, WaitReason } from '../spec/report.ts'
import { createTuner, type TuningStore } from '../tensor/tuning.ts'
import { asFailure } from './errors.ts'
import { type PictureCommand, PictureRequests } from './picture-requests.ts'
import { type ActiveRun, StepTasks } from './step-tasks.ts'

interface RunControllerDependencies {
  emit(event: TrainerEvent): void
  /** Seconds of a steady clock. */
  now(): number
  readonly tunings: TuningStore
  /** Called after every step, between it and the next. */
  onStep(run: Run): void
}

/** A state of a run that it can return to. */
export interface SavedState {
  readonly checkpoint: Uint8Array
  /** The last report before it. */
  readonly report: StepReport | null
}

type Mode = 'running' | 'paused' | 'stepping' | 'ended'

/** At most this often, in seconds, so that the page stays calm. */
const REPORTS = { pause: 0.2, share: 0.5 }
/** The sample wall and the rotation panel never take more than a tenth of the time. */
const PICTURES = { pause: 1, share: 0.1 }

export class RunController {
  private readonly deps: RunControllerDependencies
  readonly id: number
  private mode: Mode
  private state: RunState = 'preparing'
  /** Ends the wait of a run that rests. */
  private wake: () => void = () => undefined
  private run: Run | null = null
  private changes: Partial<LiveConfig> = {}
  private readonly requests = new PictureRequests()
  private readonly tasks: StepTasks
  private returnState: SavedState | null = null
  private lastReport: StepReport | null = null
  /** Computed when it is first needed: the pixels of a large set take a second or two. */
  private images: TrainingImages | null = null
  private readonly reports = new Cadence(REPORTS)
  private readonly pictures = new Cadence(PICTURES)
  private done: Promise<void> = Promise.resolve()
  private resolveEnding: () => void = () => undefined
  private readonly ending = new Promise<void>((resolve) => {
    this.resolveEnding = resolve
  })

  constructor(deps: RunControllerDependencies, id: number, paused: boolean) {
    this.deps = deps
    this.id = id
    this.mode = paused ? 'paused' : 'running'
    this.tasks = new StepTasks({ now: deps.now, onWait: (reason) => deps.emit({ type: 'waiting', run: id, for: reason }) })
  }

  get ended(): boolean {
    return this.mode === 'ended'
  }

  pause(): void {
    this.setMode('paused')
  }

  resume(): void {
    this.setMode('running')
  }

  stepOnce(): void {
    this.setMode('stepping')
  }

  tune(changes: Partial<LiveConfig>): void {
    this.changes = { ...this.changes, ...changes } // kept, should the run still be in preparation
    this.run?.tune(this.changes)
    this.updateStateDuringTask()
    this.wake()
  }

  /** The pictures are drawn between two steps. */
  requestPictures(command: PictureCommand): void {
    this.requests.handle(command)
    this.wake()
  }

  /** Does something with the run between two steps. @throws CancelledError where the run ends before */
  betweenSteps<T>(task: (active: ActiveRun) => Promise<T>, reason: WaitReason = 'other'): Promise<T> {
    if (this.ended) return Promise.reject(new CancelledError('The run has ended.'))
    const result = this.tasks.add(task, reason)
    this.wake()
    return result
  }

  /** The whole state of the run, to return to; its pictures are shown. Only between two steps. */
  async save(active: ActiveRun): Promise<SavedState> {
    const checkpoint = await this.checkpoint(active)
    await this.showPictures(active.run)
    return { checkpoint, report: this.lastReport }
  }

  /** The whole state of the run as a file, which says which images it was trained on. Only between two steps. */
  async checkpoint({ run, dataset, device }: ActiveRun): Promise<Uint8Array<ArrayBuffer>> {
    await this.report(run) // up to this step: the time spent training is part of the file
    this.images ??= identify(dataset)
    const elapsedSeconds = this.lastReport?.elapsedSeconds ?? 0
    const info = { data: dataset.name, channels: dataset.channels, elapsedSeconds, images: this.images, device: recordOf(device.info) }
    return captureCheckpoint(run, info)
  }

  /** Goes back to that state, and pauses there. */
  returnTo(state: SavedState): void {
    this.returnState = state
    this.wake()
  }

  /** Ends the run and resolves when what it held is free. */
  async end(): Promise<void> {
    this.setMode('ended')
    await this.done
  }

  fail(failure: Failure): void {
    if (this.ended) return
    this.setMode('ended')
    this.setState('failed')
    this.deps.emit({ type: 'failed', run: this.id, failure })
  }

  /** Trains until the run is ended; a finished run waits for more steps to be granted. Never rejects. */
  play(open: () => Promise<ActiveRun>): Promise<void> {
    this.done = this.playThrough(open)
      .catch((error) => this.fail(asFailure(error)))
      .finally(() => this.tasks.cancelAll())
    return this.done
  }

  private async playThrough(open: () => Promise<ActiveRun>): Promise<void> {
    let active = await open()
    for (;;) {
      try {
        this.run = active.run
        this.run.tune(this.changes)
        await this.loop(active)
      } finally {
        active.run.dispose()
      }
      if (this.ended || !this.returnState) return
      const { checkpoint, report } = this.returnState
      active = { ...active, run: restoreRun(readCheckpoint(checkpoint), active.dataset) }
      this.returnState = null
      this.lastReport = report
      this.setMode('paused')
      this.deps.emit({ type: 'returned', run: this.id, step: active.run.step })
      if (report) this.deps.emit({ type: 'step', run: this.id, report })
      this.setState('preparing')
    }
  }

  private setMode(mode: Mode): void {
    if (this.ended) return
    this.mode = mode
    if (mode === 'ended') this.resolveEnding()
    else this.updateStateDuringTask()
    this.wake()
  }

  /** During a task no step begins, so whether the run rests or trains is known, and emitted, at once. */
  private updateStateDuringTask(): void {
    if (this.tasks.isRunning && this.run && !this.isLeaving) this.setState(this.restingState(this.run) ?? 'running')
  }

  /** The state of a run that makes no step; null where it is to make one. A run with all steps made is finished, whatever else was asked for. */
  private restingState(run: Run): 'finished' | 'paused' | null {
    return run.step >= run.config.steps ? 'finished' : this.mode === 'paused' ? 'paused' : null
  }

  /** Whether the current networks are to be left: the run ends, or returns to another state. */
  private get isLeaving(): boolean {
    return this.ended || this.returnState !== null
  }

  private async loop(active: ActiveRun): Promise<void> {
    const { run, device } = active
    await this.prepare(active)
    for (;;) {
      await this.rest(active)
      if (this.isLeaving) return
      this.setState(run.step > 0 ? 'running' : 'preparing') // the very first step compiles the kernels: until it is done this is preparation
      for await (const _step of train(run, device, () => this.deps.now() - this.tasks.waitedSeconds)) {
        if (this.isLeaving) return
        if (this.mode === 'stepping') this.mode = 'paused'
        this.deps.onStep(run)
        if (this.restingState(run)) break // a task of this step then finds the run at rest
        this.setState('running')
        await this.afterStep(active)
        if (this.restingState(run)) break
      }
      await this.report(run)
      await this.showPictures(run)
    }
  }

  private async prepare({ run, device }: ActiveRun): Promise<void> {
    const onProgress = (done: number, total: number) => {
      if (!this.ended) this.deps.emit({ type: 'preparing', run: this.id, done, total })
    }
    const tuner = createTuner(device.info, this.deps.tunings, () => this.deps.now() * 1000)
    await Promise.race([run.prepare(onProgress, tuner), this.ending]) // a compiler cannot be stopped, but nobody has to wait for it
    if (!this.ended) await this.showPictures(run)
    this.pictures.record(this.deps.now(), this.deps.now()) // the first pictures compiled their kernels: later ones cost less
  }

  private async afterStep(active: ActiveRun): Promise<void> {
    if (this.reports.isDue(this.deps.now())) await this.report(active.run)
    if (this.pictures.isDue(this.deps.now())) await this.showPictures(active.run)
    await this.handleRequests(active)
  }

  /** Waits until a step is to be made; requests and tasks are handled meanwhile. */
  private async rest(active: ActiveRun): Promise<void> {
    for (let state = this.restingState(active.run); state && !this.isLeaving; state = this.restingState(active.run)) {
      this.setState(state)
      const woken = new Promise<void>((resolve) => {
        this.wake = resolve // before anything is awaited: no command may be missed
      })
      await this.handleRequests(active)
      await woken
    }
  }

  private setState(state: RunState): void {
    if (state === this.state) return
    this.state = state
    this.deps.emit({ type: 'state', run: this.id, state })
  }

  private async report(run: Run): Promise<void> {
    const began = this.deps.now()
    const report = await run.report()
    this.reports.record(began, this.deps.now())
    if (!report) return
    this.lastReport = report
    if (!this.ended) this.deps.emit({ type: 'step', run: this.id, report })
  }

  /** The sample wall and the rotation panel. */
  private async showPictures(run: Run): Promise<void> {
    const began = this.deps.now()
    const grid = await this.requests.samples(run)
    const panel = await run.rotations()
    this.pictures.record(began, this.deps.now())
    if (this.ended) return
    this.deps.emit({ type: 'samples', run: this.id, grid })
    this.deps.emit({ type: 'rotations', run: this.id, panel })
  }

  private async handleRequests(active: ActiveRun): Promise<void> {
    for await (const event of this.requests.draw(active.run, this.id)) {
      if (!this.ended) this.deps.emit(event)
    }
    await this.tasks.runAll(active, () => this.ended)
  }
}
