// Controls one run in the Worker, from start to end: trains, pauses and resumes, has its classes found and its states kept, goes back to one of them
// when it is told to or when training breaks down, and lets others use the run between two steps.
import { isLabellingDue } from '../../eval/labelling/labelling.ts'
import { isNotFinite, type TrainingError } from '../../gan/errors.ts'
import type { Run } from '../../gan/run.ts'
import { train } from '../../gan/train.ts'
import type { TrainerEvent } from '../../protocol.ts'
import { CancelledError } from '../../spec/cancel.ts'
import type { LiveConfig } from '../../spec/config.ts'
import type { Failure, RunState, WaitReason } from '../../spec/report.ts'
import { createTuner, type TuningStore } from '../../tensor/tuning.ts'
import { asFailure } from '../errors.ts'
import type { Autosave } from './autosave.ts'
import type { LiveSettings } from './live-settings.ts'
import type { PictureCommand } from './picture-requests.ts'
import type { OpenedRun, Rollback, Rollbacks, SavedState } from './rollback.ts'
import { areClassesToBlame, failureOf } from './run-failures.ts'
import type { RunLabelling } from './run-labelling.ts'
import type { RunLog } from './run-log.ts'
import type { RunPredictions } from './run-predictions.ts'
import type { RunReports } from './run-reports.ts'
import { type Mode, restingState, trainingState } from './run-states.ts'
import type { SaveQueue } from './save-queue.ts'
import type { SlowSteps } from './slow-steps.ts'
import { type ActiveRun, StepTasks } from './step-tasks.ts'

interface RunControllerDependencies {
  emit(event: TrainerEvent): void
  /** Seconds of a steady clock. */
  now(): number
  readonly tunings: TuningStore
  readonly log: RunLog
  readonly settings: LiveSettings
  readonly reports: RunReports
  readonly labelling: RunLabelling
  readonly predictions: RunPredictions
  readonly autosave: Autosave
  readonly queue: SaveQueue
  readonly rollbacks: Rollbacks
  readonly slowSteps: SlowSteps
  /** Called after every step, between it and the next. */
  onStep(run: Run): void
}

export class RunController {
  private readonly deps: RunControllerDependencies
  readonly id: number
  private mode: Mode
  private state: RunState = 'preparing'
  /** Ends the wait of a run that rests. */
  private wake: () => void = () => undefined
  private run: Run | null = null
  private readonly tasks: StepTasks
  private rollback: Rollback | null = null
  /** Of the running run, a pause was asked for. */
  private pausing = false
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
    this.pausing ||= this.mode === 'running'
    this.setMode(this.deps.slowSteps.isWanted ? 'stepping' : 'paused')
  }

  resume(): void {
    this.pausing = false
    this.setMode('running')
  }

  stepOnce(): void {
    this.setMode('stepping')
  }

  /** The next step in slow motion, then a pause. */
  stepSlowly(): void {
    this.deps.slowSteps.want()
    this.pausing ||= this.mode === 'running'
    this.stepOnce()
  }

  tune(changes: Partial<LiveConfig>): void {
    this.deps.settings.tune(changes)
    this.updateStateDuringTask()
    this.wake()
  }

  /** The pictures are drawn between two steps. */
  requestPictures(command: PictureCommand): void {
    this.deps.reports.request(command)
    this.wake()
  }

  /** Does something with the run between two steps. @param reason null: it is too short to be told. @throws CancelledError where the run ends before */
  betweenSteps<T>(task: (active: ActiveRun) => Promise<T>, reason: WaitReason | null = 'other'): Promise<T> {
    if (this.ended) return Promise.reject(new CancelledError('The run has ended.'))
    const result = this.tasks.add(task, reason)
    this.wake()
    return result
  }

  /** Something was logged between two saves: a run that rests keeps it now, one that trains with its next save. */
  keepLog(): void {
    this.wake()
  }

  /** Goes back to that state, and pauses there. */
  returnTo(state: SavedState): void {
    this.rollback = { kind: 'return', state }
    this.wake()
  }

  /** The networks are not finite any more: goes on from the last state that is kept. */
  breakDown(error: TrainingError): void {
    this.rollback ??= { kind: 'recover', error }
    this.wake()
  }

  /** Ends the run and resolves when what it held is free. Its state is taken before, but perhaps not yet written. */
  async end(): Promise<void> {
    this.setMode('ended')
    await this.done
  }

  fail(failure: Failure): void {
    if (this.ended) return
    this.setMode('ended')
    this.deps.emit({ type: 'failed', run: this.id, failure }) // first: the page goes on by itself where there was a run until now
    this.setState('failed')
  }

  /** Trains until the run is ended; a finished run waits for more steps to be granted. Never rejects. */
  play(open: () => Promise<OpenedRun>): Promise<void> {
    this.done = this.playThrough(open)
      .catch((error) => this.fail(asFailure(error)))
      .finally(() => this.tasks.cancelAll())
    return this.done
  }

  private async playThrough(open: () => Promise<OpenedRun>): Promise<void> {
    const opened = await open()
    this.deps.reports.resumeAt(opened.report)
    this.deps.settings.follow(opened.run, opened.toldSettings)
    this.deps.settings.logChanges()
    for (let run: Run | null = opened.run; run; run = await this.nextRun(opened, run)) {
      await this.playFrom({ ...opened, run })
    }
  }

  /** Until the run ends, or is to go on from another state. */
  private async playFrom(active: ActiveRun): Promise<void> {
    try {
      this.run = active.run
      await this.loop(active)
      if (this.ended && this.state !== 'failed') await this.deps.autosave.saveRest(active)
    } catch (error) {
      if (isNotFinite(error)) this.breakDown(error)
      else throw await failureOf(error, active)
    } finally {
      active.run.dispose()
    }
  }

  /** The run at the state where it goes on; null where it has ended. */
  private async nextRun(opened: OpenedRun, { step: from, classes }: Run): Promise<Run | null> {
    const { rollback } = this
    this.rollback = null
    if (this.ended || !rollback) return null
    if (rollback.kind === 'return') this.setMode('paused')
    const run = await this.deps.rollbacks.rollBack(rollback, opened, from)
    if (!run.classes && classes?.step === run.step) run.setClasses(classes) // it begins anew: they would be the same
    this.forgetBreakdown()
    this.setState('preparing')
    return run
  }

  /** It turned out while the run went back, and is about the networks that it has left. */
  private forgetBreakdown(): void {
    if (this.rollback?.kind === 'recover') this.rollback = null
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
    if (this.tasks.isRunning && this.run && !this.isLeaving) this.setState(restingState(this.run, this.mode) ?? trainingState(this.run))
  }

  /** Whether the current networks are to be left: the run ends, or goes on from another state. */
  private get isLeaving(): boolean {
    return this.ended || this.rollback !== null
  }

  private async loop(active: ActiveRun): Promise<void> {
    await this.prepare(active)
    for (;;) {
      await this.rest(active)
      if (this.isLeaving) return
      await (isLabellingDue(active.run) ? this.findClasses(active) : this.makeSteps(active))
    }
  }

  /** Until the run rests or is left, or its classes are to be found. */
  private async makeSteps(active: ActiveRun): Promise<void> {
    const { run, device } = active
    this.setState(trainingState(run))
    for await (const _step of train(run, device, this.tasks.clock, () => this.deps.slowSteps.advance(run))) {
      this.deps.settings.logChanges()
      this.deps.settings.applyPlan()
      if (this.isLeaving) return
      if (this.mode === 'stepping' && !this.deps.slowSteps.isWanted) this.mode = 'paused'
      this.deps.onStep(run)
      if (restingState(run, this.mode)) break // a task of this step then finds the run at rest
      this.setState('running')
      await this.afterStep(active)
      if (restingState(run, this.mode) || isLabellingDue(run)) break
    }
    await this.deps.reports.report(run)
    if (restingState(run, this.mode)) await this.deps.reports.show(run)
  }

  /** Where that fails, what was trained is kept first: it is not at fault. */
  private async findClasses(active: ActiveRun): Promise<void> {
    await this.tasks
      .during('labels', () => this.deps.labelling.find(active, () => this.isLeaving))
      .catch(async (error) => {
        if (areClassesToBlame(error) && !this.isLeaving) await this.deps.autosave.saveRest(active)
        if (!this.isLeaving) throw error
      })
  }

  private async prepare(active: ActiveRun): Promise<void> {
    const { run, device, dataset } = active
    this.deps.labelling.announce(run, dataset)
    const onProgress = (done: number, total: number) => {
      if (!this.ended) this.deps.emit({ type: 'preparing', run: this.id, done, total })
    }
    const tuner = createTuner(device.info, this.deps.tunings, () => this.deps.now() * 1000)
    await Promise.race([run.prepare(onProgress, tuner), this.ending]) // a compiler cannot be stopped, but nobody has to wait for it
    if (isLabellingDue(run) && !run.classes && !this.isLeaving) await this.findClasses(active) // the first pictures are drawn by them
    if (!this.isLeaving) await this.deps.reports.show(run)
    this.deps.reports.forgetCost()
  }

  private async afterStep(active: ActiveRun): Promise<void> {
    const isOver = () => this.isLeaving || restingState(active.run, this.mode) !== null
    await this.deps.reports.afterStep(active.run)
    await this.deps.autosave.saveIfDue(active)
    await this.deps.queue.letWrite()
    if (this.deps.predictions.isDue(active)) await this.tasks.during('other', () => this.deps.predictions.predict(active, isOver))
    await this.handleRequests(active)
  }

  /** Waits until a step is to be made; requests and tasks are handled meanwhile. */
  private async rest(active: ActiveRun): Promise<void> {
    for (let state = restingState(active.run, this.mode); state && !this.isLeaving; state = restingState(active.run, this.mode)) {
      this.setState(state)
      this.deps.slowSteps.dropAtRest(state)
      const waking = new AbortController()
      this.wake = () => waking.abort() // before anything is awaited: no command may be missed
      const woken = new Promise<void>((resolve) => waking.signal.addEventListener('abort', () => resolve()))
      if (this.pausing) this.deps.log.announce({ event: 'paused', step: active.run.step })
      this.pausing = false
      await this.deps.autosave.saveAtRest(active, () => this.wake())
      await this.handleRequests(active)
      await this.deps.predictions.predictAtRest(active, () => waking.signal.aborted)
      await woken
    }
  }

  private setState(state: RunState): void {
    if (state === this.state) return
    this.state = state
    this.deps.emit({ type: 'state', run: this.id, state })
  }

  private async handleRequests(active: ActiveRun): Promise<void> {
    await this.deps.reports.answer(active.run)
    await this.tasks.runAll(active, () => this.ended)
  }
}
