// The metrics as CSV.
import { expect, test } from 'vitest'
import { DEFAULTS, FIELD_NAMES } from '../config.ts'
import type { StepReport } from '../report.ts'
import type { ClassScore, ScoreReport } from '../scores.ts'
import { type History, makeHistory } from './history.ts'
import { metricsCsv } from './metrics-csv.ts'

const report = (step: number, lossD: number): StepReport =>
  ({ step, statistics: { lossD, lossG: 0, rotationAccuracyReal: null } }) as unknown as StepReport

const score = (step: number, fid: number | null): ScoreReport =>
  ({
    step,
    network: 'Mine, “v2”',
    counts: { real: 300, fake: 250 },
    fid,
    fidFloorAtCounts: null,
    kid: 1 / 3,
    kidStderr: 0.01,
  }) as ScoreReport

const run = { best: null, images: 'Shapes', config: { ...DEFAULTS, seed: 7 } }
const tableOf = (history: History, scores: readonly ScoreReport[] = []) => metricsCsv({ ...run, history, scores })

/** Rows as objects: no value of the test holds a line break. */
function rowsOf(csv: string): Record<string, string>[] {
  const [names = [], ...lines] = csv
    .trimEnd()
    .split('\r\n')
    .map((text) => [...text.matchAll(/("[^"]*"|[^,]*)(?:,|$)/g)].map(([, value]) => value as string))
  return lines.map((values) => Object.fromEntries(names.map((name, i) => [name, values[i] as string])))
}

test('every step that was reported or scored has a row, in order, with empty cells for missing numbers', () => {
  const history = makeHistory()
  for (const [step, lossD] of [
    [10, 0.1],
    [20, 1 / 3],
    [30, -0.11134940385818481],
  ] as const)
    history.push(report(step, lossD))
  const rows = rowsOf(tableOf(history, [score(20, 31.5), score(25, null)]))
  expect(rows.map(({ step }) => step)).toEqual(['10', '20', '25', '30'])
  expect(rows.map(({ lossD }) => lossD)).toEqual(['0.1', '0.33333334', '', '-0.111349404'])
  expect(rows.map(({ rotationAccuracyReal }) => rotationAccuracyReal)).toEqual(['', '', '', ''])
  expect(rows.map(({ fid }) => fid)).toEqual(['', '31.5', '', ''])
  expect(rows.map(({ kid }) => kid)).toEqual(['', String(1 / 3), String(1 / 3), ''])
  expect(rows.map((row) => row['counts.fake'])).toEqual(['', '250', '250', ''])
  expect(rows[1]?.network).toBe('"Mine, “v2”"')
})

test('numbers survive a round trip through the table', () => {
  const history = makeHistory()
  const values = [0.1, -2.5e9, 1e-30, 123456.789, 0, 16777217]
  values.forEach((value, i) => {
    history.push(report(i + 1, value))
  })
  const read = rowsOf(tableOf(history)).map(({ lossD }) => Math.fround(Number(lossD)))
  expect(read).toEqual(values.map(Math.fround))
})

test('columns are named like the statistics of the reports, whichever those are, and the fields of the scores', () => {
  const history = makeHistory()
  history.push(report(10, 1))
  history.push({ step: 20, statistics: { lossD: 2, penaltyD: 0.5 } } as unknown as StepReport)
  const table = tableOf(history)
  expect(rowsOf(table).map(({ penaltyD }) => penaltyD)).toEqual(['', '0.5'])
  expect(rowsOf(table).map(({ lossG }) => lossG)).toEqual(['0', ''])
  const [names] = table.split('\r\n')
  expect(names?.split(',config.')[0]).toBe(
    'step,lossD,lossG,rotationAccuracyReal,penaltyD,' +
      'network,counts.real,counts.fake,fid,fidFloorAtCounts,kid,kidStderr,precision,recall,density,coverage,' +
      'classAccuracy,classAccuracyLow,classAccuracyHigh,classAccuracyReal,classAccuracyRealLow,classAccuracyRealHigh,' +
      'similarity.fake,similarity.real,memorisation.copiedShare,memorisation.expectedShare,memorisation.distanceRatio,' +
      'perClass.lowestAccuracy,perClass.lowestDiversity,changed,data',
  )
})

test('the first row has what reproduces the run, and changes are at their step', () => {
  const history = makeHistory()
  history.push(report(10, 1))
  history.push(report(20, 1))
  history.mark({ step: 20, label: 'Learning rate of D 0.0001' })
  history.mark({ step: 20, label: 'paused' })
  history.mark({ step: 25, label: 'beta 0.5' }) // between two reports
  const rows = rowsOf(tableOf(history))
  expect(rows.map(({ step, changed }) => [step, changed])).toEqual([
    ['10', ''],
    ['20', 'Learning rate of D 0.0001; paused'],
    ['25', 'beta 0.5'],
  ])
  expect(rows.map(({ data }) => data)).toEqual(['Shapes', '', ''])
  expect([rows[0]?.['config.seed'], rows[1]?.['config.seed'], rows[0]?.['config.trimBars']]).toEqual(['7', '', 'false'])
  expect(Object.keys(rows[0] ?? {}).filter((name) => name.startsWith('config.'))).toEqual(FIELD_NAMES.map((name) => `config.${name}`))
})

test('a score of classes adds its worst accuracy and its worst diversity, of the classes that have one', () => {
  const one = (accuracy: number, diversity: number | null) => ({ accuracy, diversity }) as ClassScore
  const scores = [{ ...score(20, 3), perClass: [one(0.5, null), one(0.75, 0.25)] }, score(30, 3)]
  const rows = rowsOf(tableOf(makeHistory(), scores))
  const worst = rows.map((row) => [row['perClass.lowestAccuracy'], row['perClass.lowestDiversity']])
  expect(worst).toEqual([
    ['0.5', '0.25'],
    ['', ''],
  ])
})

test('a score adds similarity and memorisation', () => {
  const memorisation = { copiedShare: 0.1, expectedShare: 0.05, distanceRatio: 0.9 }
  const [row] = rowsOf(tableOf(makeHistory(), [{ ...score(20, 3), similarity: { fake: 0.5, real: 0.25 }, memorisation } as ScoreReport]))
  expect([row?.['similarity.fake'], row?.['memorisation.copiedShare'], row?.['memorisation.distanceRatio']]).toEqual(['0.5', '0.1', '0.9'])
})
