import { expect, test } from 'vitest'
import { FeatureError } from '../errors.ts'
import { SILHOUETTE_ROWS, silhouette, silhouettes, suggestGroups } from './silhouette.ts'
import { fixture, fixtureTable, tableOf } from './test-support.ts'

test('the silhouette of every row is that of scikit-learn', () => {
  const found = silhouettes(fixtureTable(), Uint32Array.from(fixture.silhouetteLabels))
  fixture.silhouettes.forEach((wanted, i) => {
    expect(Math.abs((found[i] as number) - wanted)).toBeLessThan(1e-6)
  })
})

test.each(fixture.kMeans)('so is the mean: k = $k', ({ assignment, silhouette: wanted }) => {
  const { mean, rows } = silhouette(fixtureTable(), assignment, 1)
  expect(Math.abs(mean - wanted)).toBeLessThan(1e-6)
  expect(rows).toBe(fixture.rows)
})

/** Rows on a line, in groups around multiples of 100. */
function line(rows: number, groups: number) {
  return tableOf(...Array.from({ length: rows }, (_, i) => [100 * (i % groups) + ((i * 13) % 7), 1]))
}

test('of a large set a sample gives nearly the same value', () => {
  const large = line(3 * SILHOUETTE_ROWS, 4)
  const { mean, rows } = silhouette(
    large,
    Array.from({ length: large.rows }, (_, i) => i % 4),
    1,
  )
  expect(rows).toBe(SILHOUETTE_ROWS)
  expect(mean).toBeGreaterThan(0.95)
})

test.each([2, 3, 7])('%i groups are suggested where there are so many', (groups) => {
  const { k, tried } = suggestGroups(line(70, groups), 2, 12, 1)
  expect(k).toBe(groups)
  expect(tried.map((each) => each.k)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].slice(0, tried.length))
})

test('a row alone in its group has 0, and so have equal rows', () => {
  expect([...silhouettes(tableOf([0], [1], [10]), Uint32Array.of(0, 0, 1))].map((value) => Math.round(value * 100) / 100)).toEqual([
    0.9, 0.89, 0,
  ])
  expect([...silhouettes(tableOf([1], [1], [1]), Uint32Array.of(0, 0, 1))]).toEqual([0, 0, 0])
})

test('no more groups are tried than there are different images', () => {
  const { tried } = suggestGroups(tableOf([0], [0], [1], [5], [6], [6]), 2, 20, 1)
  expect(tried.map(({ k }) => k)).toEqual([2, 3, 4])
})

test.each([
  ['one group', () => silhouettes(line(9, 3), new Uint32Array(9)), /at least two/],
  ['every image alone', () => silhouettes(line(3, 3), Uint32Array.of(0, 1, 2)), /fewer groups/],
  ['two images', () => silhouettes(line(2, 2), Uint32Array.of(0, 1)), /at least 3 images/],
  ['identical images', () => suggestGroups(tableOf([1], [1], [1], [1]), 2, 5, 1), /too few to try 2 groups/],
  ['groups of another set', () => silhouette(line(9, 3), [0, 1], 1), /2 groups for 9 images/],
  ['the same of every row', () => silhouettes(line(9, 3), Uint32Array.of(0, 1)), /2 groups for 9 images/],
  ['a range from 1', () => suggestGroups(line(9, 3), 1, 5, 1), /at least 2 groups/],
])('%s is refused in a sentence', (_, work, message) => {
  expect(work).toThrow(FeatureError)
  expect(work).toThrow(message)
})
