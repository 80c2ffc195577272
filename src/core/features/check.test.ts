import { expect, test } from 'vitest'
import { RandomStream } from '../../tensor/rng.ts'
import { checkedValues, rowsOf, sampleRows } from './check.ts'
import { FeatureError } from './feature-table.ts'
import { fixture, fixtureTable, tableOf } from './test-support.ts'

test('the rows are those that scikit-learn was given', () => {
  const sum = fixtureTable().values.reduce((a, b) => a + b, 0)
  expect(sum).toBeCloseTo(fixture.sum, 6)
})

test.each([
  ['NaN', tableOf([1, 2], [3, Number.NaN]), 1, /image 2 are not all numbers/],
  ['infinity', tableOf([Number.POSITIVE_INFINITY, 2]), 1, /image 1 are not all numbers/],
  ['one image', tableOf([1, 2]), 3, 'at least 3 images; there is 1.'],
  ['no image', { values: new Float32Array(), rows: 0, width: 4 }, 1, /no images to work on/],
  ['rows that are not there', { ...tableOf([1, 2]), rows: 2 }, 1, /do not hold together/],
])('%s is refused in a sentence', (_, table, atLeast, message) => {
  expect(() => checkedValues(table, atLeast)).toThrow(FeatureError)
  expect(() => checkedValues(table, atLeast)).toThrow(message)
})

test('rows are taken in the order asked for', () => {
  expect(rowsOf(tableOf([1, 2], [3, 4], [5, 6]), [2, 0])).toEqual(tableOf([5, 6], [1, 2]))
})

test('a sample is ascending, without repeats and the same for the same seed; of few rows it is all', () => {
  const sample = sampleRows(1000, 100, new RandomStream(1, 'silhouette'))
  expect(new Set(sample).size).toBe(100)
  expect([...sample]).toEqual([...sample].sort((a, b) => a - b))
  expect(sampleRows(1000, 100, new RandomStream(1, 'silhouette'))).toEqual(sample)
  expect(sampleRows(1000, 100, new RandomStream(2, 'silhouette'))).not.toEqual(sample)
  expect([...sampleRows(3, 100, new RandomStream(1, 'silhouette'))]).toEqual([0, 1, 2])
})
