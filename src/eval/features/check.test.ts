import { expect, test } from 'vitest'
import { FeatureError } from '../errors.ts'
import { checkedValues } from './check.ts'
import { fixture, fixtureTable, tableOf } from './test-support.ts'

test('the rows are those that scikit-learn was given', () => {
  const sum = fixtureTable().values.reduce((a, b) => a + b, 0)
  expect(sum).toBeCloseTo(fixture.sum, 6)
})

test.each([
  ['NaN', tableOf([1, 2], [3, Number.NaN]), 1, /image 2 are not finite numbers/],
  ['infinity', tableOf([Number.POSITIVE_INFINITY, 2]), 1, /image 1 are not finite numbers/],
  ['one image', tableOf([1, 2]), 3, 'at least 3 images; there is 1.'],
  ['no image', { values: new Float32Array(), rows: 0, width: 4 }, 1, /There are no images: add some/],
  ['rows that are not there', { ...tableOf([1, 2]), rows: 2 }, 1, /which is not 2 images of 2/],
])('%s is refused in a sentence', (_, table, atLeast, message) => {
  expect(() => checkedValues(table, atLeast)).toThrow(FeatureError)
  expect(() => checkedValues(table, atLeast)).toThrow(message)
})
