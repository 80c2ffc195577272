// State of the run: its number, state, last report and device.

import type { ViewSource } from '../../protocol.ts'
import type { DeviceInfo, DeviceRecord } from '../../spec/backends.ts'
import type { RunConfig } from '../../spec/config.ts'
import type { Failure, RunState, StepReport, WaitReason } from '../../spec/report.ts'

export interface RunSlice {
  /** Its id, kept or not; null before it is known. */
  readonly id: string | null
  readonly device: DeviceInfo | null
  /** The one that its history named last; null: none yet. */
  readonly loggedDevice: DeviceRecord | null
  /** Number of the current run. It changes with a reset, so that late events are dropped. */
  readonly number: number
  readonly state: RunState
  /** Name of its images; others may be open once it has failed. */
  readonly images: string
  /** Its initial settings; later changes of live ones are markers in the history. Null before a run. */
  readonly config: RunConfig | null
  /** Pause was requested and has not taken effect yet. */
  readonly pausing: boolean
  /** What training waits for, or null. */
  readonly waitsFor: WaitReason | null
  /** Number of the previous run, which was reset and is still computing a step. */
  readonly ending: number | null
  /** Seconds per step of that run; null if it made none. */
  readonly endingStepSeconds: number | null
  /** Number of GPU programs compiled so far, while preparing. */
  readonly preparation: { readonly done: number; readonly total: number } | null
  readonly report: StepReport | null
  readonly failure: Failure | null
  /** What the page shows by itself until there is a run: a kept run, or the finished one that comes with the page. Nothing is lost with it. */
  readonly shown: ViewSource | null
}

/** Actions that end a run and need confirmation once it has steps: Reset, another device, or, after a failure, starting another. */
export type RunQuestion = 'reset' | 'device' | 'train' | 'step'

export const initialRun: RunSlice = {
  id: null,
  device: null,
  loggedDevice: null,
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
  shown: null,
}

/** Whether it trains or prepares to; then it can be paused. */
export function isUnderWay(state: RunState): boolean {
  return state === 'preparing' || state === 'running'
}

/** Whether there is a run that can be resumed or reset; its data and fixed settings cannot change. */
export function runExists(state: RunState): boolean {
  return state !== 'idle' && state !== 'failed' && state !== 'viewing'
}

/** Steps that would be lost with the run; of a failed run its charts, samples and scores. */
export function stepsAtStake({ report, state, shown }: Pick<RunSlice, 'report' | 'state' | 'shown'>): number {
  return state === 'viewing' || shown ? 0 : (report?.step ?? 0)
}

/** Whether the finished run that comes with the page is shown. */
export function isExample({ shown }: Pick<RunSlice, 'shown'>): boolean {
  return shown?.kind === 'example'
}

const WORKER_GONE: ReadonlySet<Failure['reason']> = new Set(['worker-lost', 'device-lost', 'out-of-memory', 'internal'])

/** Whether only a fresh Worker helps after this failure. */
export function needsRestart(failure: Failure | null): boolean {
  if (failure === null) return false
  return WORKER_GONE.has(failure.reason)
}
