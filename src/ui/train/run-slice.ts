// The run as the page knows it: which one, its state, its last report, and the device it is on.
import type { RunConfig } from '../../spec/config.ts'
import type { DeviceInfo, Failure, RunState, StepReport, WaitReason } from '../../spec/report.ts'

export interface RunSlice {
  readonly device: DeviceInfo | null
  /** Number of the current run; a run that was reset has its number taken away, so that what it still sends is dropped. */
  readonly number: number
  readonly state: RunState
  /** What the images it trains on are called; others may be open once it has failed. */
  readonly images: string
  /** Its settings as it began: live ones may have changed since, which the history tells. Null before a run. */
  readonly config: RunConfig | null
  /** Pause was pressed, and what is under way is not done yet. */
  readonly pausing: boolean
  /** What training waits for, if for anything. */
  readonly waitsFor: WaitReason | null
  /** Number of the run before, which was reset and is still in a step. */
  readonly ending: number | null
  /** Seconds that a step of that run took; null where none was made. */
  readonly endingStepSeconds: number | null
  /** Programs compiled of those needed, while they are. */
  readonly preparation: { readonly done: number; readonly total: number } | null
  readonly report: StepReport | null
  readonly failure: Failure | null
}

/** Ways to end a run, which a person is asked about once it has made steps: Reset, another device, or, where it has failed, beginning another. */
export type RunQuestion = 'reset' | 'device' | 'train' | 'step'

export const initialRun: RunSlice = {
  device: null,
  number: 0,
  state: 'idle',
  images: '',
  config: null,
  pausing: false,
  waitsFor: null,
  ending: null,
  endingStepSeconds: null,
  preparation: null,
  report: null,
  failure: null,
}

/** It trains, or gets ready to: what Pause is for. */
export function isUnderWay(state: RunState): boolean {
  return state === 'preparing' || state === 'running'
}

/** A run exists that pause, resume and Reset talk about: its data and fixed settings cannot change. */
export function runExists(state: RunState): boolean {
  return state !== 'idle' && state !== 'failed'
}

/** Steps that are gone once the run is: of one that has failed, its charts, samples and scores. */
export function stepsAtStake({ report }: Pick<RunSlice, 'report'>): number {
  return report?.step ?? 0
}

const WORKER_GONE: ReadonlySet<Failure['reason']> = new Set(['worker-lost', 'device-lost', 'out-of-memory', 'internal'])

/** After these the Worker is no use any more: only a fresh one helps. */
export function needsRestart(failure: Failure | null): boolean {
  if (failure === null) return false
  return WORKER_GONE.has(failure.reason)
}
