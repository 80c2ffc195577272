// What a run is doing, in a word or two.
import type { RunState } from '../../spec/report.ts'
import type { RunSlice } from '../store/run-slice.ts'

const STATE_NAMES: Record<RunState, string> = {
  idle: 'Ready',
  preparing: 'Preparing',
  running: 'Training',
  paused: 'Paused',
  finished: 'Finished',
  failed: 'Stopped',
}

export function describeRun({ state, pausing, preparation }: Pick<RunSlice, 'state' | 'pausing' | 'preparation'>): string {
  if (pausing && state === 'running') return 'Pausing…'
  const share = shareCompiled(preparation)
  if (share !== null) return `${STATE_NAMES[state]} ${Math.floor(100 * share)} %`
  return preparation === null ? STATE_NAMES[state] : 'First step…'
}

/** Null before anything is compiled, and once all is: the first pictures and the first step are of no known share. */
export function shareCompiled(preparation: RunSlice['preparation']): number | null {
  return preparation === null || preparation.done >= preparation.total ? null : preparation.done / preparation.total
}
