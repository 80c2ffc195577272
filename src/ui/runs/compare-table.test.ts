// The comparison as a table and as curves.
import { expect, test } from 'vitest'
import { makeHistory } from '../../spec/numbers/history.ts'
import { initialState } from '../app/store.ts'
import { compareCharts, pointsOf, valueAt } from './compare-lines.ts'
import { compareTable, lastValueRows } from './compare-table.ts'
import { comparedRuns } from './compared.ts'
import { history, scoreEvent, stepEvent, summary } from './test-support.ts'

const smoke = summary('a').config
const plain = { ...smoke, alpha: 0, beta: 0, rotatedShare: 0 }

const ssGan = history(summary('a', { name: 'Shapes' }), [
  stepEvent(10, { lossD: 1, rotationAccuracyReal: 0.5 }),
  stepEvent(30, { lossD: 3, rotationAccuracyReal: 0.75 }),
  scoreEvent(30, { kid: 20, kidStderr: 1.5, fid: 80, precision: 0.5 }),
  scoreEvent(40, { kid: 25, kidStderr: 2, fid: 90, precision: 0.25 }),
])
const twin = history(summary('b', { name: 'Shapes', config: plain }), [
  stepEvent(20, { lossD: 2 }),
  scoreEvent(20, { kid: 40, kidStderr: 3, fid: 70, precision: 1, counts: { real: 1000, fake: 1000, training: 1000, heldOut: 100 } }),
  scoreEvent(25, { kid: 1, network: 'own' }),
])

function compared(histories = { a: ssGan, b: twin }, keep = initialState.keep, run = initialState.run) {
  const runs = { ...initialState.runs, chosen: ['b', 'a'], histories }
  return comparedRuns({ ...initialState, runs, keep, run }, makeHistory())
}

function cellsOf(label: string, runs = compared()) {
  return compareTable(runs)
    .flatMap(({ rows }) => rows)
    .find((row) => row.label === label)?.cells
}

test('the table has the settings that differ, and scores with their errors', () => {
  const groups = compareTable(compared())
  expect(groups.find(({ title }) => title === 'Settings that differ')?.rows).toEqual([
    { label: 'Alpha (generator)', cells: ['0', '0.2'] },
    { label: 'Beta (discriminator)', cells: ['0', '2'] },
    { label: 'Rotated share', cells: ['0', '1'] },
  ])
  expect(cellsOf('Preset')).toEqual(['Smoke test', 'Smoke test'])
  expect(lastValueRows(compared()).find(({ label }) => label === 'Rotation accuracy: on real')?.cells).toEqual(['–', '75 %'])
})

test('a setting that has no effect in a run is not said of it', () => {
  const clusters = { ...smoke, conditioning: 'clusters', classCount: 4 } as const
  const runs = compared({ a: history(summary('a', { config: clusters })), b: history(summary('b')) })
  expect(cellsOf('Classes come from', runs)).toEqual(['None', 'Clusters (Clustering)'])
  expect(cellsOf('Number of classes', runs)).toEqual(['–', '4'])
})

test('scores of different networks are not set side by side, and FID names its number of images', () => {
  expect(cellsOf('KID-own ± standard error')).toBeUndefined() // by which only one of them was scored
  expect(cellsOf('KID-MobileNetV2 ± standard error')).toEqual(['40.0 ± 3.0 at step 20', '25.0 ± 2.0 at step 40'])
  expect(cellsOf('Lowest KID-MobileNetV2')).toEqual(['40.0 ± 3.0 at step 20', '20.0 ± 1.5 at step 30'])
  expect(cellsOf('FID-MobileNetV2')).toEqual(['70.0 of 1,000 images', '90.0 of 300 images'])
  const own = { a: history(summary('a')), b: twin }
  expect(cellsOf('KID-own ± standard error', compared(own))).toEqual(['1.00 at step 25', '–'])
})

test('each chart has one curve a run over the steps of all', () => {
  const charts = compareCharts(compared())
  const losses = charts.find(({ id }) => id === 'losses-lossD')
  expect(losses && pointsOf(losses, 0)).toEqual([
    [10, 20, 30],
    [undefined, 2, undefined],
    [1, undefined, 3],
  ])
  expect(charts.some(({ id }) => id === 'penalty-penaltyR1')).toBe(false) // no run reported one
  const fid = charts.find(({ id }) => id === 'fid-fid')
  expect(fid?.curves.map(({ values }) => [...values])).toEqual([[70], [Number.NaN, Number.NaN]]) // of another number of images
  expect(charts.find(({ id }) => id === 'kid-kid')?.curves.map(({ errors }) => errors && [...errors])).toEqual([[3], [1.5, 2]])
})

test('the legend reads a curve at a step, and nothing where the run was not as far', () => {
  const curve = { letter: 'A', steps: Float64Array.of(10, 20, 30), values: Float32Array.of(1, Number.NaN, 3), errors: null } as const
  expect([valueAt(curve, null)?.value, valueAt(curve, 25)?.value, valueAt(curve, 30)?.value, valueAt(curve, 31)]).toEqual([3, 1, 3, null])
})

test('of the run on this page the live values are compared, unless it is only viewed', () => {
  const keep = { ...initialState.keep, id: 'a' }
  const report = { step: 77, imagesSeen: 1, statistics: {}, stepsPerSecond: 1, elapsedSeconds: 7 }
  const [, live] = compared(undefined, keep, { ...initialState.run, state: 'running', report })
  expect(live).toMatchObject({ letter: 'B', live: true, step: 77 })
  const [, viewed] = compared(undefined, keep, { ...initialState.run, state: 'viewing', report })
  expect(viewed).toMatchObject({ live: false, step: 300 })
})
