// The live settings of the current run: what a person changes, what is planned because the run repeats another one, and what a recovery lowers.
// Every change is logged with the step after which it counts, so that the run can be repeated exactly.
import type { Run } from '../../gan/run.ts'
import { FIELD_NAMES, isLive, type LiveConfig, type RunConfig } from '../../spec/config.ts'
import { FIELDS } from '../../spec/fields.ts'
import type { ScheduledChange } from '../../spec/runs.ts'
import type { RunLog } from './run-log.ts'

const LIVE = FIELD_NAMES.filter(isLive)

export class LiveSettings {
  private readonly log: RunLog
  private run: Run | null = null
  /** What a person or a recovery has changed in this session: it stays when the run goes back to an earlier state, until a planned change. */
  private changes: Partial<LiveConfig> = {}
  private planned: readonly ScheduledChange[] = []
  /** As the history has them. */
  private logged: Partial<LiveConfig> = {}
  /** The step after which the changes count that are not in the history yet. */
  private changedAt: number | null = null

  constructor(log: RunLog) {
    this.log = log
  }

  /** As they are now, with all others; null before the run is opened. */
  get config(): RunConfig | null {
    return this.run?.config ?? null
  }

  /** @param changes because the run repeats another one */
  plan(changes: readonly ScheduledChange[]): void {
    this.planned = changes
  }

  /** Follows a run that begins, goes on, or has gone back to an earlier state. @param told the settings that its history has at this state */
  follow(run: Run, told: Partial<LiveConfig>): void {
    this.run = run
    this.logged = { ...liveOf(run.config), ...told }
    this.changedAt = run.step // where they differ, the history is told so
    this.apply(this.changes)
    if (run.step === 0) this.applyPlan() // the state of a later step has its changes
  }

  /** Kept, should the run still be in preparation. */
  tune(changes: Partial<LiveConfig>): void {
    this.changes = { ...this.changes, ...changes }
    this.apply(changes)
  }

  private apply(changes: Partial<LiveConfig>): void {
    const { run } = this
    if (!run || liveNames(changes).every((name) => run.config[name] === changes[name])) return
    if (this.changedAt !== run.step) this.logChanges()
    this.changedAt = run.step
    run.tune(changes)
  }

  /** After each step, and before the first. */
  applyPlan(): void {
    const { run } = this
    for (const { step, changes } of this.planned) {
      if (step !== run?.step) continue
      this.changes = without(this.changes, changes)
      this.apply(changes)
    }
  }

  /** Half the learning rates, as far as the settings allow. */
  halveRates(): void {
    if (!this.run) return
    const half = (name: 'learningRateD' | 'learningRateG', { config }: Run) => Math.max(FIELDS[name].min, config[name] / 2)
    this.tune({ learningRateD: half('learningRateD', this.run), learningRateG: half('learningRateG', this.run) })
  }

  /** One event for all changes at a step: a slider that is dragged makes many. */
  logChanges(): void {
    const { run, changedAt: step } = this
    this.changedAt = null
    if (!run || step === null) return
    const now = liveOf(run.config)
    const changed = LIVE.filter((name) => now[name] !== this.logged[name])
    if (changed.length === 0) return
    this.log.announce({ event: 'change', step, changes: pick(now, changed) })
    this.logged = now
  }
}

function without(settings: Partial<LiveConfig>, names: Partial<LiveConfig>): Partial<LiveConfig> {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !Object.hasOwn(names, name)))
}

function liveOf(config: RunConfig): LiveConfig {
  return pick(config, LIVE) as LiveConfig
}

function liveNames(changes: Partial<LiveConfig>): (keyof LiveConfig)[] {
  return LIVE.filter((name) => changes[name] !== undefined)
}

function pick(settings: Partial<LiveConfig>, names: readonly (keyof LiveConfig)[]): Partial<LiveConfig> {
  return Object.fromEntries(names.map((name) => [name, settings[name]]))
}
