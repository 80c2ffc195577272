import { expect, test } from 'vitest'
import { FeatureError } from '../errors.ts'
import { scaled, scalingOf, unitRows } from './normalise.ts'
import { fixtureTable, tableOf } from './test-support.ts'

test('unit rows have length 1 and keep their direction', () => {
  const { values } = unitRows(tableOf([3, 4], [0, -2]))
  expect([...values].map((value) => Math.fround(value))).toEqual([0.6, 0.8, 0, -1].map(Math.fround))
  expect(() => unitRows(tableOf([3, 4], [0, 0]))).toThrow(/image 2 are 0/)
})

test('scaled columns have mean 0 and standard deviation 1 over n; one that does not vary is 0', () => {
  const table = fixtureTable()
  const { rows, width } = table
  const values = scaled(table, scalingOf(table))
  for (let column = 0; column < width; column++) {
    const entries = Array.from({ length: rows }, (_, row) => values[row * width + column] as number)
    expect(entries.reduce((a, b) => a + b, 0) / rows).toBeCloseTo(0, 6)
    expect(entries.reduce((a, b) => a + b * b, 0) / rows).toBeCloseTo(1, 6)
  }
  const still = tableOf([1, 0.1], [3, 0.1], [5, 0.1])
  const [, first, , second, , third] = scaled(still, scalingOf(still))
  expect([first, second, third]).toEqual([0, 0, 0])
})

test('other rows are scaled by the means and deviations of the training rows', () => {
  const scaling = scalingOf(tableOf([0, 10], [2, 30]))
  expect([...scaled(tableOf([3, 20]), scaling)]).toEqual([2, 0])
  expect(() => scaled(tableOf([1, 2, 3]), scaling)).toThrow(/3 wide/)
})

test('identical images are refused in a sentence', () => {
  const same = Array.from({ length: 7 }, () => [0.1, -3.7])
  expect(() => scalingOf(tableOf(...same))).toThrow(FeatureError)
  expect(() => scalingOf(tableOf([1, 2]))).toThrow(/at least 2 images/)
})
