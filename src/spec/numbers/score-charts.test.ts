// Scores as columns and charts.
import { expect, test } from 'vitest'
import type { ScoreReport } from '../scores.ts'
import { hasValues, knownLimits, otherCounts, scoreCharts, scoreColumns } from './score-charts.ts'

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
    classAccuracy: null,
    classAccuracyReal: null,
    ...changes,
  }) as ScoreReport

const BOTH = { fid: true, accuracy: true }

test('values that depend on the image count are shown only at the count of the latest', () => {
  const reports = [
    report(100, 250, { classAccuracy: 0, classAccuracyReal: 0 }),
    report(200, 1000, { classAccuracy: 0.5, classAccuracyReal: 0.75 }),
    report(300, 1000, { fid: null, classAccuracy: 0.25, classAccuracyReal: 1 }),
  ]
  const columns = scoreColumns(reports)
  expect([...columns.steps()]).toEqual([100, 200, 300])
  expect([...columns.column('kid')]).toEqual([1, 2, 3])
  expect([...columns.column('kidStderr')]).toEqual([1, 1, 1])
  expect([...columns.column('fid')]).toEqual([Number.NaN, 30, Number.NaN])
  expect([...columns.column('classAccuracy'), ...columns.column('classAccuracyReal')]).toEqual([Number.NaN, 0.5, 0.25, Number.NaN, 0.75, 1])
  expect([...columns.column('recall')]).toEqual([Number.NaN, Number.NaN, Number.NaN])
  expect([otherCounts(reports), otherCounts([])]).toEqual([1, 0])
  const moreSamples = report(400, 1000, { counts: { real: 1000, fake: 2000, training: 0, heldOut: 0 } })
  expect(otherCounts([...reports, moreSamples])).toBe(3)
})

test('every distance is named with its network, and omitted scores are mentioned', () => {
  const titles = scoreCharts('MobileNetV2', 0, BOTH).map(({ title }) => title)
  expect(titles.filter((title) => /\b(FID|KID)\b/.test(title))).toEqual(['KID-MobileNetV2', 'FID-MobileNetV2'])
  expect(scoreCharts('MobileNetV2', 2, BOTH).map(({ help }) => help.includes('2 scores at other image counts are left out.'))).toEqual([
    false,
    true,
    true,
    true,
  ])
})

test('the dashed line is mentioned only if it is shown', () => {
  const few = [report(100, 9, { fidFloorAtCounts: null })]
  const withClasses = report(200, 9, { fidFloorAtCounts: null, classAccuracyReal: 0.9 })
  const scores = [few, [...few, report(200, 1000)], [report(50, 1000), ...few], [], [withClasses]]
  expect(scores.map(knownLimits)).toEqual([
    { fid: false, accuracy: false },
    { fid: true, accuracy: false },
    { fid: false, accuracy: false }, // what is known at another image count does not count
    { fid: false, accuracy: false },
    { fid: false, accuracy: true },
  ])
  for (const [id, limit] of [
    ['fid', 'fid'],
    ['class-accuracy', 'accuracy'],
  ] as const) {
    const chart = (isKnown: boolean) => scoreCharts('MobileNetV2', 0, { ...BOTH, [limit]: isKnown }).find((spec) => spec.id === id)
    expect([chart(true)?.lines.length, chart(false)?.lines.length]).toEqual([2, 1])
    expect([chart(true)?.help, chart(false)?.help].map((help) => help?.includes('dashed'))).toEqual([true, false])
  }
})

test('a chart without a value is not shown', () => {
  const shown = (changes: Partial<ScoreReport>) =>
    scoreCharts('MobileNetV2', 0).flatMap((spec) => (hasValues(spec, scoreColumns([report(100, 9, changes)])) ? [spec.id] : []))
  expect(shown({})).toEqual(['kid', 'fid', 'precision-recall'])
  expect(shown({ fid: null, precision: null, recall: 0 })).toEqual(['kid', 'precision-recall'])
  expect(shown({ classAccuracy: 0 })).toEqual(['kid', 'fid', 'precision-recall', 'class-accuracy'])
})
