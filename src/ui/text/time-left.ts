// How long a run will still take: its steps, and the scores that it waits for.
import type { State } from '../store/store.ts'
import { secondsLeft } from './format.ts'
import { expectedCost } from './scores.ts'

/** Seconds; null where it cannot be said. Until a first score has been timed, those to come are not in it. */
export function runSecondsLeft({ run, settings, scores }: Pick<State, 'run' | 'settings' | 'scores'>): number | null {
  if (run.state !== 'running' || run.report === null) return null
  const { steps, scoreEvery, scoreCount } = settings.config
  const { step, stepsPerSecond } = run.report
  const training = secondsLeft(step, steps, stepsPerSecond)
  if (training === null) return null
  const toCome = scoreEvery === 0 ? 0 : Math.floor(steps / scoreEvery) - Math.floor(step / scoreEvery)
  const each = expectedCost(scores.reports, scores.network, scoreCount)?.training ?? 0
  const now = run.waitsFor === 'score' ? (scores.underWay?.waits ?? 0) : 0
  return training + now + toCome * each
}
