import { expect, test } from 'vitest'
import { takeRows } from '../features/feature-table.ts'
import { observeManifold } from './manifold.ts'
import { checkSets, observePairs, type TwoSets } from './pairs.ts'
import { gaussianTable, tableOf } from './test-support.ts'

function manifoldOf(sets: TwoSets) {
  const manifold = observeManifold(sets)
  observePairs(sets, [manifold])
  return { ...manifold.precisionRecall(), ...manifold.densityCoverage() }
}

const LINE = tableOf([0], [1], [2], [3], [4], [5], [6]) // the third nearest neighbour is at 3 or 2, the fifth at 5, 4 or 3

test('a set covers itself, exactly', () => {
  const table = gaussianTable(1, { rows: 300, width: 12 })
  expect(manifoldOf({ real: table, fake: table })).toEqual({ precision: 1, recall: 1, density: 1, coverage: 1 })
})

test('a sample on the border of a ball is in it for precision, not for density', () => {
  const fake = tableOf([9], [9], [9], [9]) // 3 from 6, whose third neighbour is at 3, 4 from 5 and 5 from 4
  expect(manifoldOf({ real: LINE, fake })).toEqual({ precision: 1, recall: 0, density: 1 / 5, coverage: 1 / 7 })
})

test('samples of one mode have full precision and the recall of that mode', () => {
  const twoModes = tableOf(...Array.from({ length: 40 }, (_, i) => [(i % 20) * 0.1 + (i < 20 ? 0 : 100)]))
  const first = takeRows(
    twoModes,
    Uint32Array.from({ length: 20 }, (_, i) => i),
  )
  const moved = { ...first, values: first.values.map((value) => value + 0.05) }
  expect(manifoldOf({ real: twoModes, fake: moved })).toMatchObject({ precision: 1, recall: 0.5, coverage: 0.5 })
})

test('a stray real image makes far samples precise, but not dense', () => {
  const cluster = gaussianTable(2, { rows: 200, width: 4 })
  const stray = { ...cluster, values: cluster.values.slice() }
  stray.values.fill(40, 0, 4)
  const fake = { ...cluster, values: cluster.values.map((value) => value + 20) }
  const { precision, density } = manifoldOf({ real: stray, fake })
  expect(precision).toBe(1)
  expect(density).toBeLessThan(0.25) // each lies in the one ball, of five
})

test('refuses too few images, broken features and two widths', () => {
  const [three, five] = [tableOf([0], [1], [2]), tableOf([0], [1], [2], [3], [4])]
  expect(() => manifoldOf({ real: three, fake: LINE })).toThrow(
    '3 real images are too few for precision and recall: at least 4 are needed.',
  )
  expect(() => manifoldOf({ real: LINE, fake: three })).toThrow('3 generated images are too few for precision and recall')
  expect(() => manifoldOf({ real: five, fake: LINE })).toThrow('5 real images are too few for density and coverage: at least 6 are needed.')
  expect(() => checkSets({ real: tableOf([0], [Number.NaN]), fake: LINE })).toThrow('features of real image 2 are not finite')
  expect(() => checkSets({ real: LINE, fake: tableOf([Number.POSITIVE_INFINITY]) })).toThrow('features of generated image 1 are not finite')
  expect(() => checkSets({ real: LINE, fake: tableOf([0, 1]) })).toThrow('Features of 1 and of 2 numbers cannot be compared')
})
