// The history of a run: rows, gaps, thinning, markers.
import { expect, test } from 'vitest'
import type { StepReport } from '../report.ts'
import { makeHistory, nearestRow } from './history.ts'

function report(step: number, statistics: StepReport['statistics'] = { lossD: step / 2 }): StepReport {
  return { step, imagesSeen: 0, statistics, stepsPerSecond: 1, elapsedSeconds: 1 }
}

test('rows come back in order, past the first capacity', () => {
  const history = makeHistory()
  for (let step = 1; step <= 3000; step++) history.push(report(step))
  expect(history.length).toBe(3000)
  expect([history.steps()[0], history.steps()[2999]]).toEqual([1, 3000])
  expect(history.column('lossD')[2999]).toBe(1500)
})

test('a full history thins out and keeps its beginning and its end', () => {
  const history = makeHistory(64)
  for (let step = 1; step <= 1000; step++) history.push(report(step))
  const steps = Array.from(history.steps())
  expect(steps.length).toBeLessThanOrEqual(64)
  expect([steps[0], steps.at(-1)]).toEqual([1, 1000])
  expect(steps).toEqual([...steps].sort((a, b) => a - b))
  const gaps = steps.slice(1).map((step, i) => step - (steps[i] ?? 0))
  expect(Math.max(...gaps)).toBeLessThanOrEqual((2 * 1000) / 64)
  expect(Array.from(history.column('lossD'))).toEqual(steps.map((step) => step / 2))
})

test('a repeated report is kept once, a missing value is a gap', () => {
  const history = makeHistory()
  history.push(report(5, { rotationAccuracyReal: null }))
  history.push(report(5))
  expect(history.length).toBe(1)
  expect(history.column('rotationAccuracyReal')[0]).toBeNaN()
})

test('a statistic gets a column with its first report, with gaps before it and wherever it is missing', () => {
  const history = makeHistory(64)
  for (let step = 1; step <= 2000; step++) history.push(report(step, step < 1500 ? { lossD: 1 } : { lossD: 1, penaltyD: step }))
  const { names } = history
  expect(names).toEqual(['lossD', 'penaltyD'])
  const wanted = Array.from(history.steps(), (step) => (step < 1500 ? Number.NaN : step))
  expect(Array.from(history.column('penaltyD'))).toEqual(wanted)
  history.push(report(2001))
  expect(history.names).toBe(names) // the same list, so that what reads it is not rendered again
  expect(history.column('penaltyD').at(-1)).toBeNaN()
  expect(Array.from(history.column('unknown'))).toEqual(wanted.map(() => Number.NaN))
})

test('listeners are notified of rows, markers and clearing until they unsubscribe', () => {
  const history = makeHistory()
  let heard = 0
  const stop = history.subscribe(() => heard++)
  history.push(report(1))
  history.mark({ step: 1, label: 'paused' })
  history.clear()
  stop()
  history.push(report(2))
  expect(heard).toBe(3)
  expect(history.markers).toEqual([])
})

test('rows after a step can be dropped, and reports continue from there', () => {
  const history = makeHistory(64)
  for (let step = 1; step <= 1000; step++) history.push(report(step))
  history.mark({ step: 900, label: 'paused' })
  history.cutAfter(500)
  expect(Math.max(...history.steps())).toBeLessThanOrEqual(500)
  expect(history.markers).toEqual([])
  for (let step = 501; step <= 1000; step++) history.push(report(step))
  const steps = Array.from(history.steps())
  expect([steps[0], steps.at(-1)]).toEqual([1, 1000])
  const gaps = steps.slice(1).map((step, i) => step - (steps[i] ?? 0))
  expect(Math.max(...gaps)).toBeLessThanOrEqual((2 * 1000) / 64)
})

test('the nearest row is found between, before and after the steps', () => {
  const steps = Float64Array.of(10, 20, 40)
  expect([0, 14, 16, 29, 31, 99].map((step) => nearestRow(steps, step))).toEqual([0, 0, 1, 1, 2, 2])
  expect(nearestRow(new Float64Array(0), 5)).toBe(-1)
})
