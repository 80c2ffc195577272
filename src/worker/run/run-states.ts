// The state of a run as the page is told it.
import type { Run } from '../../gan/run.ts'

/** What a run is to do. */
export type Mode = 'running' | 'paused' | 'stepping' | 'ended'

/** The state of a run that makes no step; null where it is to make one. A run with all steps made is finished, whatever else was asked for. */
export function restingState({ step, config }: Run, mode: Mode): 'finished' | 'paused' | null {
  return step >= config.steps ? 'finished' : mode === 'paused' ? 'paused' : null
}

/** The very first step compiles the kernels: until it is done this is preparation. */
export const trainingState = ({ step }: Run): 'running' | 'preparing' => (step > 0 ? 'running' : 'preparing')
