import { expect, test } from 'vitest'
import { FeatureError } from '../errors.ts'
import { allNeighbours, neighboursOf } from './neighbours.ts'
import { fixture, fixtureTable, tableOf } from './test-support.ts'

test('the nearest of every row are those of scikit-learn, by cosine', () => {
  const { k, indices, distances } = fixture.neighbours
  const shares: number[] = []
  const found = allNeighbours(fixtureTable(), k, (share) => shares.push(share))
  expect([...found.rows]).toEqual(indices.flat())
  distances.flat().forEach((distance, i) => {
    expect(1 - (found.similarities[i] as number)).toBeCloseTo(distance, 8)
  })
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  expect(shares.at(-1)).toBe(1)
})

test('those of one row are those of all', () => {
  const table = fixtureTable()
  const all = allNeighbours(table, 4)
  for (const row of [0, 63, 64, 179]) {
    const one = neighboursOf(table, row, 4)
    expect(one.rows).toEqual(all.rows.slice(row * 4, row * 4 + 4))
    expect(one.similarities).toEqual(all.similarities.slice(row * 4, row * 4 + 4))
  }
})

test('the mean of one row is that of all its others', () => {
  expect(neighboursOf(tableOf([1, 0], [2, 0], [0, 3], [-1, 0]), 0, 1).meanSimilarity).toBeCloseTo(0, 12) // 1, 0 and -1
})

test('length does not matter, and of equally near ones the first comes first, in a set of any size', () => {
  const { rows } = neighboursOf(tableOf([1, 0], [0, 9], [5, 0], [2, 0], [1, 1]), 3, 4)
  expect([...rows]).toEqual([0, 2, 4, 1])
  const width = 7
  const count = 150
  const same = Float32Array.from({ length: count * width }, (_, i) => Math.sin(1 + (i % width)))
  const all = allNeighbours({ values: same, rows: count, width }, 2)
  for (let row = 0; row < count; row++) {
    const first = [0, 1, 2].filter((other) => other !== row).slice(0, 2)
    expect([...all.rows.subarray(row * 2, row * 2 + 2)]).toEqual(first)
  }
})

test.each([
  ['an image of zeros', () => allNeighbours(tableOf([1, 2], [0, 0]), 1), /image 2 are 0/],
  ['more neighbours than there are', () => allNeighbours(tableOf([1, 2], [3, 4]), 2), /at least 3 images; there are 2/],
  ['no neighbour', () => allNeighbours(tableOf([1, 2], [3, 4]), 0), /at least one neighbour/],
  ['a row that is not there', () => neighboursOf(tableOf([1, 2], [3, 4]), 2, 1), /no image 3: there are 2/],
  ['no number', () => neighboursOf(tableOf([1, 2], [3, Number.NaN]), 0, 1), /not finite numbers/],
])('%s is refused in a sentence', (_, work, message) => {
  expect(work).toThrow(FeatureError)
  expect(work).toThrow(message)
})
