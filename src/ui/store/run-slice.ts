// The run as the page knows it: which one, its state, its last report, and the device it is on.
import type { DeviceInfo, Failure, RunState, StepReport } from '../../spec/report.ts'

export interface RunSlice {
  readonly device: DeviceInfo | null
  /** Number of the current run; a run that was reset has its number taken away, so that what it still sends is dropped. */
  readonly number: number
  readonly state: RunState
  /** What the images it trains on are called; others may be open once it has failed. */
  readonly images: string
  /** Pause was pressed, and what is under way is not done yet. */
  readonly pausing: boolean
  /** Programs compiled of those needed, while they are. */
  readonly preparation: { readonly done: number; readonly total: number } | null
  readonly report: StepReport | null
  readonly failure: Failure | null
}

export const initialRun: RunSlice = {
  device: null,
  number: 0,
  state: 'idle',
  images: '',
  pausing: false,
  preparation: null,
  report: null,
  failure: null,
}

/** It trains, or gets ready to: what Pause is for. */
export function isUnderWay(state: RunState): boolean {
  return state === 'preparing' || state === 'running'
}

/** A run exists that pause, resume and Reset talk about: its data and fixed settings cannot change. */
export function isHeld(state: RunState): boolean {
  return state !== 'idle' && state !== 'failed'
}

/** Work goes on, or waits to go on, that leaving the page would lose. */
export function isGoing(state: RunState): boolean {
  return state === 'preparing' || state === 'running' || state === 'paused'
}

const WORKER_GONE: ReadonlySet<Failure['reason']> = new Set(['worker-lost', 'device-lost', 'out-of-memory', 'internal'])

/** After these the Worker is no use any more: only a fresh one helps. */
export function needsRestart(failure: Failure | null): boolean {
  if (failure === null) return false
  return WORKER_GONE.has(failure.reason)
}
