// Time left of a run, and proposals for slow ones.
import { expect, test } from 'vitest'
import type { DeviceInfo } from '../../spec/backends.ts'
import type { StepReport } from '../../spec/report.ts'
import type { ScoreReport } from '../../spec/scores.ts'
import { initialState, type State } from '../app/store.ts'
import { runSecondsLeft, slowRun } from './time-left.ts'

/** At step 1,050 of 6,000, two steps a second, scored every 500 steps. */
const scored = {
  network: initialState.scores.network,
  counts: { real: 1000, fake: 1000, training: 2000, heldOut: 100 },
  seconds: { features: 100, real: 60, numbers: 5 },
} as ScoreReport
const run = { ...initialState.run, state: 'running', report: { step: 1050, stepsPerSecond: 2 } as StepReport } as const
const config = { ...initialState.settings.config, steps: 6000, scoreEvery: 500, scoreCount: 1000 } as const
const training: State = { ...initialState, run, settings: { ...initialState.settings, config } }
const TRAINING = (6000 - 1050) / 2

test('the time left covers the steps, and the remaining scores once one has been timed', () => {
  expect(runSecondsLeft(training)).toBe(TRAINING)
  const timed = { ...training, scores: { ...training.scores, reports: [scored] } }
  expect(runSecondsLeft(timed)).toBe(TRAINING + 10 * 40)
  const never = { ...timed, settings: { ...timed.settings, config: { ...config, scoreEvery: 0 as const } } }
  expect(runSecondsLeft(never)).toBe(TRAINING)
})

test('while training waits for a feature analysis the time left is unknown', () => {
  expect(runSecondsLeft({ ...training, run: { ...run, waitsFor: 'analysis' } })).toBeNull()
})

test('while training waits for a score, its remaining time counts', () => {
  const underWay = { phase: 'samples', share: 0.5, left: 35, waits: 30 } as const
  const standing = { ...training, run: { ...run, waitsFor: 'score' as const }, scores: { ...training.scores, underWay } }
  expect(runSecondsLeft(standing)).toBe(TRAINING + 30)
  expect(runSecondsLeft({ ...standing, run })).toBe(TRAINING) // its numbers are computed while training continues
})

test('a paused run has no time left', () => {
  for (const state of ['paused', 'finished', 'preparing', 'idle', 'failed'] as const)
    expect(runSecondsLeft({ ...training, run: { ...run, state } })).toBeNull()
})

test('the first step, which compiles, is not used', () => {
  const first = { ...run, report: { step: 1, stepsPerSecond: 0.04 } as StepReport }
  expect(runSecondsLeft({ ...training, run: first })).toBeNull()
})

test('a run of days, or of hours on a slow device, proposes a number of steps for ten minutes', () => {
  const at = (stepsPerSecond: number, software: boolean) => {
    const device = { backend: 'webgpu', software } as DeviceInfo
    return slowRun({ ...training, run: { ...run, device, report: { step: 12, stepsPerSecond } as StepReport } })
  }
  expect(at(0.03, true)).toEqual({ left: 5988 / 0.03, quickSteps: 30 }) // 18 steps more
  expect(at(1.2, true)?.quickSteps).toBe(700) // 720 steps more
  expect(at(0.0005, true)?.quickSteps).toBe(13)
  expect(at(2, true)).toBeNull() // 50 minutes
  expect(at(1.2, false)).toBeNull() // 83 minutes on a GPU
  expect(at(0.03, false)).not.toBeNull()
})
