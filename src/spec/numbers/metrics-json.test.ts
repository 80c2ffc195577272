// The numbers of a run as JSON.
import { expect, test } from 'vitest'
import { DEFAULTS } from '../config.ts'
import type { StepReport } from '../report.ts'
import type { RunEvent } from '../runs.ts'
import type { ScoreReport } from '../scores.ts'
import { type MetricsJson, metricsJson } from './metrics-json.ts'
import { numbersOf } from './run-numbers.ts'

const step = (number: number, statistics: StepReport['statistics']): RunEvent => ({
  event: 'step',
  step: number,
  report: { step: number, imagesSeen: 0, stepsPerSecond: 1, elapsedSeconds: 1, statistics },
})
const score = (number: number, network: string, kid: number | null, best: boolean): RunEvent => {
  return { event: 'score', step: number, best, report: { step: number, network, kid, missing: {} } as ScoreReport }
}
const read = (events: readonly RunEvent[]): MetricsJson => JSON.parse(metricsJson(numbersOf(events, { images: 'Moths', config: DEFAULTS })))

test('every statistic is a list of numbers beside the list of steps, with null for what is missing', () => {
  const events = [step(10, { lossD: 0.1, lossG: null }), step(20, { lossD: Number.NaN, lossG: 2, penaltyR1: 1 / 3 })]
  expect(read(events)).toMatchObject({
    format: 'quarterturn-metrics',
    version: 1,
    images: 'Moths',
    steps: [10, 20],
    series: { lossD: [0.1, null], lossG: [null, 2], penaltyR1: [null, 0.33333334] },
    scores: [],
    bestStep: null,
    changes: [],
  })
})

test('the settings are those with which the run began, and changes and scores are at their steps', () => {
  const events: RunEvent[] = [
    { event: 'change', step: 0, changes: { learningRateD: 0.5 } },
    step(10, { lossD: 1 }),
    score(10, 'other', 1, true),
    { event: 'change', step: 10, changes: { learningRateD: 0.25 } },
    score(30, 'mine', 2, true),
    score(20, 'mine', null, false),
    { event: 'paused', step: 30 },
  ]
  const metrics = read(events)
  expect(metrics.config).toEqual({ ...DEFAULTS, learningRateD: 0.5 })
  expect(metrics.changes).toEqual([
    { step: 10, label: 'Learning rate D 0.25' },
    { step: 30, label: 'paused' },
  ])
  expect(metrics.scores.map(({ step: at, network, kid }) => [at, network, kid])).toEqual([
    [20, 'mine', null],
    [30, 'mine', 2],
  ])
  expect(metrics.bestStep).toBe(30)
})
