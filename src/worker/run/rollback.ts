// Where a run goes on when it leaves its networks: at a kept state to which a person returns, or, when training has broken down, at the last one
// that is kept, with lower learning rates.
import { type Checkpoint, restoreRun } from '../../gan/checkpoint.ts'
import type { TrainingError } from '../../gan/errors.ts'
import type { Run } from '../../gan/run.ts'
import type { TrainerEvent } from '../../protocol.ts'
import type { LiveConfig } from '../../spec/config.ts'
import type { StepReport } from '../../spec/report.ts'
import type { Autosave } from './autosave.ts'
import type { LiveSettings } from './live-settings.ts'
import type { RunLog } from './run-log.ts'
import type { RunReports } from './run-reports.ts'
import type { SaveQueue } from './save-queue.ts'
import type { ActiveRun } from './step-tasks.ts'

/** What the history of a run says of a state of it. */
export interface ToldState {
  /** The last report before it. */
  readonly report: StepReport | null
  /** Live settings as they were changed last: perhaps after the state was taken, at the same step. */
  readonly toldSettings: Partial<LiveConfig>
}

/** A state of a run that it can return to. */
export interface SavedState extends ToldState {
  readonly checkpoint: Checkpoint
}

/** A run at some state. */
export interface RunAtState extends ToldState {
  readonly run: Run
}

export interface OpenedRun extends ActiveRun, RunAtState {
  /** The run at its last kept state, or before its first step where none is kept. */
  restart(): Promise<RunAtState>
}

export type Rollback = { readonly kind: 'return'; readonly state: SavedState } | { readonly kind: 'recover'; readonly error: TrainingError }

interface RollbackDependencies {
  emit(event: TrainerEvent): void
  readonly log: RunLog
  readonly settings: LiveSettings
  readonly reports: RunReports
  readonly autosave: Autosave
  readonly queue: SaveQueue
  /** Called when the run is back at an earlier step. */
  onReturn(step: number): void
}

/** After so many a run that breaks down again has failed. */
const MAX_RECOVERIES = 3

export class Rollbacks {
  private readonly deps: RollbackDependencies
  /** Number of the run. */
  private readonly id: number
  /** How often the run was brought back from a breakdown. */
  recoveries = 0

  constructor(deps: RollbackDependencies, id: number) {
    this.deps = deps
    this.id = id
  }

  /** @param from the step at which the run is left. @returns the run where it goes on. @throws TrainingError where it has broken down too often */
  async rollBack(rollback: Rollback, opened: OpenedRun, from: number): Promise<Run> {
    await this.deps.queue.settled() // what was taken of the networks that are left is part of the history before this
    const { run, report } =
      rollback.kind === 'return' ? this.goBack(rollback.state, opened, from) : await this.recover(rollback.error, opened, from)
    this.deps.reports.resumeAt(report)
    if (report) this.deps.emit({ type: 'step', run: this.id, report })
    this.deps.onReturn(run.step)
    return run
  }

  private goBack({ checkpoint, ...told }: SavedState, { dataset }: OpenedRun, from: number): RunAtState {
    const { emit, log, settings, autosave } = this.deps
    const run = restoreRun(checkpoint, dataset)
    emit({ type: 'returned', run: this.id, step: run.step })
    log.announce({ event: 'returned', step: run.step, from })
    autosave.forget()
    settings.follow(run, told.toldSettings)
    settings.logChanges()
    return { run, ...told }
  }

  /** Lower rates are what helps most often. */
  private async recover(error: TrainingError, { restart }: OpenedRun, from: number): Promise<RunAtState> {
    const { log, settings, autosave } = this.deps
    if (this.recoveries >= MAX_RECOVERIES) throw error
    this.recoveries++
    const { run, ...told } = await restart()
    log.announce({ event: 'recovered', step: run.step, from, reason: 'not-finite' })
    autosave.forget()
    settings.follow(run, told.toldSettings)
    settings.halveRates()
    settings.logChanges()
    return { run, ...told }
  }
}
