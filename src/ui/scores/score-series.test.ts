// Scores as columns and charts.
import { expect, test } from 'vitest'
import type { ScoreReport } from '../../spec/scores.ts'
import { hasFloor, hasValues, otherCounts, scoreCharts, scoreColumns } from './score-series.ts'

const report = (step: number, count: number, changes: Partial<ScoreReport> = {}) =>
  ({
    step,
    counts: { real: count, fake: count, training: 0, heldOut: 0 },
    kid: step / 100,
    kidStderr: 1,
    fid: 30,
    fidFloorAtCounts: 4,
    precision: 0.5,
    recall: null,
    ...changes,
  }) as ScoreReport

test('values that depend on the image count are shown only at the count of the latest', () => {
  const reports = [report(100, 250), report(200, 1000), report(300, 1000, { fid: null })]
  const columns = scoreColumns(reports)
  expect([...columns.steps()]).toEqual([100, 200, 300])
  expect([...columns.column('kid')]).toEqual([1, 2, 3])
  expect([...columns.column('kidStderr')]).toEqual([1, 1, 1])
  expect([...columns.column('fid')]).toEqual([Number.NaN, 30, Number.NaN])
  expect([...columns.column('recall')]).toEqual([Number.NaN, Number.NaN, Number.NaN])
  expect([otherCounts(reports), otherCounts([])]).toEqual([1, 0])
  const moreSamples = report(400, 1000, { counts: { real: 1000, fake: 2000, training: 0, heldOut: 0 } })
  expect(otherCounts([...reports, moreSamples])).toBe(3)
})

test('every distance is named with its network, and omitted scores are mentioned', () => {
  const titles = scoreCharts('MobileNetV2', 0, true).map(({ title }) => title)
  expect(titles.filter((title) => /\b(FID|KID)\b/.test(title))).toEqual(['KID-MobileNetV2', 'FID-MobileNetV2'])
  expect(scoreCharts('MobileNetV2', 2, true).map(({ help }) => help.includes('2 scores at other image counts are left out.'))).toEqual([
    false,
    true,
    true,
  ])
})

test('the dashed line is mentioned only if it is shown', () => {
  const few = [report(100, 9, { fidFloorAtCounts: null })]
  expect([hasFloor(few), hasFloor([...few, report(200, 1000)]), hasFloor([])]).toEqual([false, true, false])
  const fid = (floor: boolean) => scoreCharts('MobileNetV2', 0, floor).find(({ id }) => id === 'fid')
  expect([fid(true)?.lines.length, fid(false)?.lines.length]).toEqual([2, 1])
  expect([fid(true)?.help, fid(false)?.help].map((why) => why?.includes('dashed'))).toEqual([true, false])
})

test('a chart without a value is not shown', () => {
  const shown = (changes: Partial<ScoreReport>) =>
    scoreCharts('MobileNetV2', 0, false).flatMap((spec) => (hasValues(spec, scoreColumns([report(100, 9, changes)])) ? [spec.id] : []))
  expect(shown({})).toEqual(['kid', 'fid', 'precision-recall'])
  expect(shown({ fid: null, precision: null, recall: 0 })).toEqual(['kid', 'precision-recall'])
})
