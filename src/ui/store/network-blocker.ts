// Why there is no network of a run to look at now, in a sentence, or null when there is.
import { isHeld, stepsAtStake } from './run-slice.ts'
import type { State } from './store.ts'

export function networkBlocker({ run, data }: Pick<State, 'run' | 'data'>): string | null {
  if (data.opened === null) return 'There are no images: choose some first.'
  if (data.opened.summary.count === 0) return 'All images are left out: take some of them first.'
  if (run.state === 'failed' && stepsAtStake(run) > 0) return 'The run has stopped, and its networks are lost.'
  if (!isHeld(run.state)) return 'There is no run yet: press Train first.'
  return run.report === null ? 'The run has made no step yet.' : null
}
