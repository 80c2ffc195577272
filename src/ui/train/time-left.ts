// Time left of a run: its steps, and the scores for which training waits.

import { isSlow } from '../app/describe-device.ts'
import type { State } from '../app/store.ts'
import { expectedCost } from '../scores/describe-scores.ts'
import { secondsLeft } from '../shared/format.ts'

/** The first step compiles, so its time is not representative. */
const MIN_TIMED_STEPS = 2

/** Seconds; null if unknown. Includes the remaining scores once one has been timed. */
export function runSecondsLeft({ run, settings, scores }: Pick<State, 'run' | 'settings' | 'scores'>): number | null {
  if (run.state !== 'running' || run.report === null) return null
  if (run.waitsFor !== null && run.waitsFor !== 'score') return null // a feature analysis of unknown length
  const { steps, scoreEvery, scoreCount } = settings.config
  const { step, stepsPerSecond } = run.report
  if (step < MIN_TIMED_STEPS) return null
  const training = secondsLeft(step, steps, stepsPerSecond)
  if (training === null) return null
  const toCome = scoreEvery === 0 ? 0 : Math.floor(steps / scoreEvery) - Math.floor(step / scoreEvery)
  const each = expectedCost(scores.reports, scores.network, scoreCount)?.training ?? 0
  const now = run.waitsFor === 'score' ? (scores.underWay?.waits ?? 0) : 0
  return training + now + toCome * each
}

/** The last step of the run that is shown, else of the next one. */
export function stepsOfRun({ run, settings }: Pick<State, 'run' | 'settings'>): number {
  return run.state === 'viewing' && run.config ? run.config.steps : settings.config.steps
}

/** Seconds from which a run counts as too long: on a slow device, and on any. */
const TOO_LONG = { slow: 3600, anywhere: 24 * 3600 }
/** Seconds that a quick look may take. */
const QUICK = 600

/** If a run would take too long: the time left, and the step it could reach in ten minutes. */
export function slowRun(state: Pick<State, 'run' | 'settings' | 'scores'>): { readonly left: number; readonly quickSteps: number } | null {
  const left = runSecondsLeft(state)
  const { device, report } = state.run
  if (left === null || report === null) return null
  const slow = device !== null && (isSlow(device) || device.backend === 'wasm')
  if (left <= (slow ? TOO_LONG.slow : TOO_LONG.anywhere)) return null
  return { left, quickSteps: Math.max(report.step + 1, roundDown(report.step + QUICK * report.stepsPerSecond)) }
}

/** To half a leading digit, so that the offered number stays the same for a while. */
function roundDown(steps: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(1, steps))) / 2
  return Math.floor(Math.floor(steps / unit) * unit)
}
