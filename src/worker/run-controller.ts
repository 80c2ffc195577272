// One run in the Worker, from start to end: plays, pauses, answers, and says what it measures. Whatever others want to do with the run
// is done between two of its steps.

import type { Dataset } from '../data/dataset.ts'
import { identify, type TrainingImages } from '../data/fingerprint.ts'
import { Cadence } from '../gan/cadence.ts'
import { readCheckpoint, restoreRun, writeCheckpoint } from '../gan/checkpoint.ts'
import type { Run } from '../gan/run.ts'
import { train } from '../gan/train.ts'
import type { TrainerEvent } from '../protocol.ts'
import { recordOf } from '../spec/backends.ts'
import type { LiveConfig } from '../spec/config.ts'
import type { Failure, RunState, StepReport, WaitReason } from '../spec/report.ts'
import type { Device } from '../tensor/backend.ts'
import { createTuner, type TuningStore } from '../tensor/tuning.ts'
import { type PictureCommand, PictureRequests } from './picture-requests.ts'

export interface RunControllerDependencies {
  post(event: TrainerEvent): void
  /** Seconds of a steady clock. */
  now(): number
  readonly tunings: TuningStore
  asFailure(error: unknown): Failure
  /** Called after every step, between it and the next. */
  onStep(session: RunController, run: Run): void
}

/** What a session plays. */
export interface ActiveRun {
  readonly run: Run
  readonly dataset: Dataset
  readonly device: Device
}

/** Something to do between two steps. Training waits for it. */
interface Task {
  readonly kind: WaitReason
  start(opened: ActiveRun): Promise<void>
  drop(): void
}

/** A state of a run that can be gone back to. */
export interface SavedState {
  readonly checkpoint: Uint8Array
  /** What was measured last before it. */
  readonly report: StepReport | null
}

/** The run ended before its turn came. */
export class CancelledError extends Error {}

type Mode = 'running' | 'paused' | 'stepping' | 'ended'

/** At most this often, in seconds, so that the page stays calm. */
const REPORTS = { pause: 0.2, share: 0.5 }
/** The wall and the rotation panel never cost more than a tenth of the time. */
const PICTURES = { pause: 1, share: 0.1 }

export class RunController {
  private readonly deps: RunControllerDependencies
  readonly id: number
  private mode: Mode
  private state: RunState = 'preparing'
  private wake: () => void = () => undefined
  private run: Run | null = null
  private changes: Partial<LiveConfig> = {}
  private readonly requests = new PictureRequests()
  private readonly tasks: Task[] = []
  private working = false
  /** Seconds that training has waited for work beside it: they are not time spent training. */
  private waited = 0
  /** To go back to. */
  private back: SavedState | null = null
  private lastReport: StepReport | null = null
  /** Once they are needed: the pixels of a large set take a second or two. */
  private images: TrainingImages | null = null
  private readonly reports = new Cadence(REPORTS)
  private readonly pictures = new Cadence(PICTURES)
  private over: Promise<void> = Promise.resolve()
  private tellEnd: () => void = () => undefined
  private readonly ending = new Promise<void>((resolve) => {
    this.tellEnd = resolve
  })

  constructor(deps: RunControllerDependencies, id: number, paused: boolean) {
    this.deps = deps
    this.id = id
    this.mode = paused ? 'paused' : 'running'
  }

  get ended(): boolean {
    return this.mode === 'ended'
  }

  pause(): void {
    this.change('paused')
  }

  resume(): void {
    this.change('running')
  }

  stepOnce(): void {
    this.change('stepping')
  }

  tune(changes: Partial<LiveConfig>): void {
    this.changes = { ...this.changes, ...changes } // kept, should the run still be in preparation
    this.run?.tune(this.changes)
    this.tellWhileWorking()
    this.wake()
  }

  /** Pictures that are asked for are drawn between two steps. */
  draw(command: PictureCommand): void {
    this.requests.take(command)
    this.wake()
  }

  /** Does something with the run between two steps. @throws CancelledError where the run ends before */
  betweenSteps<T>(task: (opened: ActiveRun) => Promise<T>, kind: WaitReason = 'other'): Promise<T> {
    return new Promise((resolve, reject) => {
      const drop = () => reject(new CancelledError('The run has ended.'))
      if (this.ended) return drop()
      this.tasks.push({ kind, start: (opened) => task(opened).then(resolve, reject), drop })
      this.wake()
    })
  }

  /** The whole state of the run, to go back to; the pictures of it are shown. Only in work beside it. */
  async save(opened: ActiveRun): Promise<SavedState> {
    const checkpoint = await this.checkpoint(opened)
    await this.show(opened.run)
    return { checkpoint, report: this.lastReport }
  }

  /** The whole state of the run as a file, which says which images it was trained on. Only in work beside it. */
  async checkpoint({ run, dataset, device }: ActiveRun, onProgress?: (share: number) => void): Promise<Uint8Array<ArrayBuffer>> {
    await this.report(run) // up to this step: its time spent training stands in the file
    this.images ??= identify(dataset)
    const elapsedSeconds = this.lastReport?.elapsedSeconds ?? 0
    const about = { data: dataset.name, channels: dataset.channels, elapsedSeconds, images: this.images, device: recordOf(device.info) }
    return writeCheckpoint(run, about, onProgress)
  }

  /** Goes back to that state, and pauses there. */
  returnTo(state: SavedState): void {
    this.back = state
    this.wake()
  }

  /** Ends the run and resolves when what it held is free. */
  async end(): Promise<void> {
    this.change('ended')
    await this.over
  }

  fail(failure: Failure): void {
    if (this.ended) return
    this.change('ended')
    this.setState('failed')
    this.deps.post({ type: 'failed', run: this.id, failure })
  }

  /** Plays until the run is ended; a finished run waits for more steps to be granted. Never rejects. */
  play(open: () => Promise<ActiveRun>): Promise<void> {
    this.over = this.playThrough(open)
      .catch((error) => this.fail(this.deps.asFailure(error)))
      .finally(() => {
        for (const work of this.tasks.splice(0)) work.drop()
      })
    return this.over
  }

  private async playThrough(open: () => Promise<ActiveRun>): Promise<void> {
    let opened = await open()
    for (;;) {
      try {
        this.run = opened.run
        this.run.tune(this.changes)
        await this.loop(opened)
      } finally {
        opened.run.dispose()
      }
      if (this.ended || !this.back) return
      const { checkpoint, report } = this.back
      opened = { ...opened, run: restoreRun(readCheckpoint(checkpoint), opened.dataset) }
      this.back = null
      this.lastReport = report
      this.change('paused')
      this.deps.post({ type: 'returned', run: this.id, step: opened.run.step })
      if (report) this.deps.post({ type: 'step', run: this.id, report })
      this.setState('preparing')
    }
  }

  private change(mode: Mode): void {
    if (this.ended) return
    this.mode = mode
    if (mode === 'ended') this.tellEnd()
    else this.tellWhileWorking()
    this.wake()
  }

  /** No step is under way, and none will be for as long as the work takes: that the run rests or goes on is told at once. */
  private tellWhileWorking(): void {
    if (this.working && this.run && !this.left) this.setState(this.restingState(this.run) ?? 'running')
  }

  /** What the run is while it makes no step; null where it is to make one. All steps made is finished, whatever else was asked for. */
  private restingState(run: Run): 'finished' | 'paused' | null {
    return run.step >= run.config.steps ? 'finished' : this.mode === 'paused' ? 'paused' : null
  }

  /** Nothing more is to be done with this run. */
  private get left(): boolean {
    return this.ended || this.back !== null
  }

  private async loop(opened: ActiveRun): Promise<void> {
    const { run, device } = opened
    const setState = (done: number, total: number) => {
      if (!this.ended) this.deps.post({ type: 'preparing', run: this.id, done, total })
    }
    const tuner = createTuner(device.info, this.deps.tunings, () => this.deps.now() * 1000)
    await Promise.race([run.prepare(setState, tuner), this.ending]) // a compiler cannot be stopped, but nobody has to wait for it
    if (!this.ended) await this.show(run)
    this.pictures.spent(this.deps.now(), this.deps.now()) // the first pictures compiled their kernels: later ones cost less
    for (;;) {
      await this.rest(opened)
      if (this.left) return
      this.setState(run.step > 0 ? 'running' : 'preparing') // the very first step compiles the kernels: until it is done this is preparation
      for await (const _step of train(run, device, () => this.deps.now() - this.waited)) {
        if (this.left) return
        if (this.mode === 'stepping') this.mode = 'paused'
        this.deps.onStep(this, run)
        if (this.restingState(run)) break // what is to be done beside it then finds the run at rest
        this.setState('running')
        await this.follow(opened)
        if (this.restingState(run)) break
      }
      await this.report(run)
      await this.show(run)
    }
  }

  /** What happens beside training, after every step. */
  private async follow(opened: ActiveRun): Promise<void> {
    if (this.reports.isDue(this.deps.now())) await this.report(opened.run)
    if (this.pictures.isDue(this.deps.now())) await this.show(opened.run)
    await this.answer(opened)
  }

  /** Until a step is to be made. */
  private async rest(opened: ActiveRun): Promise<void> {
    for (let state = this.restingState(opened.run); state && !this.left; state = this.restingState(opened.run)) {
      this.setState(state)
      const woken = new Promise<void>((resolve) => {
        this.wake = resolve // before anything is awaited: no command may be missed
      })
      await this.answer(opened)
      await woken
    }
  }

  private setState(state: RunState): void {
    if (state === this.state) return
    this.state = state
    this.deps.post({ type: 'state', run: this.id, state })
  }

  private async report(run: Run): Promise<void> {
    const began = this.deps.now()
    const report = await run.report()
    this.reports.spent(began, this.deps.now())
    if (!report) return
    this.lastReport = report
    if (!this.ended) this.deps.post({ type: 'step', run: this.id, report })
  }

  /** The sample wall and the rotation panel. */
  private async show(run: Run): Promise<void> {
    const began = this.deps.now()
    const grid = await this.requests.samples(run)
    const panel = await run.rotations()
    this.pictures.spent(began, this.deps.now())
    if (this.ended) return
    this.deps.post({ type: 'samples', run: this.id, grid })
    this.deps.post({ type: 'rotations', run: this.id, panel })
  }

  private async answer(opened: ActiveRun): Promise<void> {
    for await (const event of this.requests.answers(opened.run, this.id)) {
      if (!this.ended) this.deps.post(event)
    }
    for (const work of this.tasks.splice(0)) {
      const began = this.deps.now()
      this.working = true
      this.deps.post({ type: 'waiting', run: this.id, for: work.kind })
      if (this.ended) work.drop()
      else await work.start(opened)
      this.working = false
      this.deps.post({ type: 'waiting', run: this.id, for: null })
      this.waited += this.deps.now() - began
    }
  }
}
