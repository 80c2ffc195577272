// Why this machine cannot be measured now, in a sentence, or null when it can: whatever else works on it would spoil the figures.
import { isUnderWay } from './run-slice.ts'
import type { State } from './store.ts'

export function measureBlocker({ run, data, scores, studies }: Pick<State, 'run' | 'data' | 'scores' | 'studies'>): string | null {
  if (isUnderWay(run.state)) return 'A run is training: pause it first, or it would spoil the figures.'
  if (run.ending !== null) return 'The last step of the run before is being ended.'
  if (scores.underWay) return 'A score is being worked out: wait for it or cancel it first.'
  if (studies.underWay) return 'Features are being looked at: wait for them or cancel that first.'
  return data.opening === null ? null : 'The images are being prepared…'
}
