import { expect, test } from 'vitest'
import { FeatureError } from '../errors.ts'
import { kMeans, kMeansFrom } from './k-means.ts'
import { fixture, fixtureTable, tableOf } from './test-support.ts'

const table = fixtureTable()

test.each(fixture.kMeans)('from the same centres it converges as in scikit-learn: k = $k', ({ k, inertia, assignment }) => {
  const clusters = kMeansFrom(table, new Float64Array(table.values.subarray(0, k * table.width)))
  expect(Math.abs(clusters.inertia / inertia - 1)).toBeLessThan(1e-9)
  expect([...clusters.assignment]).toEqual(assignment)
})

test.each(fixture.kMeans)(
  'the best of ten beginnings is about as good as the best of a hundred of scikit-learn: k = $k',
  ({ k, bestInertia }) => {
    const shares: number[] = []
    const clusters = kMeans(table, k, { seed: 1, onProgress: (share) => shares.push(share) })
    expect(clusters.inertia / bestInertia).toBeLessThan(1.02)
    expect(clusters.inertia / bestInertia).toBeGreaterThan(0.99)
    expect(shares.at(-1)).toBe(1)
    expect(kMeans(table, k, { seed: 1 })).toEqual(clusters)
  },
)

test('groups that are far apart are found, whatever the seed', () => {
  const far = tableOf(...Array.from({ length: 60 }, (_, i) => [100 * (i % 6), (i * 7) % 5]))
  for (let seed = 0; seed < 20; seed++) {
    const { assignment, centres } = kMeans(far, 6, { seed, restarts: 1 })
    expect(new Set(Array.from(assignment, (cluster, row) => `${cluster} ${row % 6}`)).size).toBe(6)
    expect([...centres].filter((_, i) => i % 2 === 0).sort((a, b) => a - b)).toEqual([0, 100, 200, 300, 400, 500])
  }
})

test('a centre that no row is nearest to gets the row farthest from its own centre', () => {
  const { assignment, centres, inertia } = kMeansFrom(tableOf([0], [1], [2], [10]), Float64Array.of(1, 1, 1000))
  expect(new Set(assignment).size).toBe(3)
  expect([...centres].sort((a, b) => a - b).at(-1)).toBe(10)
  expect(inertia).toBe(0.5)
})

test('where fewer centres are given than clusters wanted, the others are drawn far from those', () => {
  const far = tableOf(...Array.from({ length: 40 }, (_, i) => [100 * (i % 4), (i * 7) % 5]))
  for (let seed = 0; seed < 10; seed++) {
    const { centres } = kMeansFrom(far, Float64Array.of(100, 2, 300, 2), { k: 4, seed })
    expect([centres[0], centres[2]]).toEqual([100, 300])
    expect([centres[4], centres[6]].sort()).toEqual([0, 200])
  }
})

test('as many groups as images is every image alone; one group is the mean', () => {
  const few = tableOf([0, 1], [2, 3], [4, 8])
  expect(kMeans(few, 3, { seed: 1 }).inertia).toBe(0)
  expect([...kMeans(few, 1, { seed: 1 }).centres]).toEqual([2, 4])
  expect(kMeans(tableOf([5, 5]), 1, { seed: 1 })).toEqual({ assignment: Uint32Array.of(0), centres: Float64Array.of(5, 5), inertia: 0 })
})

test('of many rows every one ends with its nearest centre, and centres are means of all', () => {
  const rows = 12_000
  const many = { values: Float32Array.from({ length: rows }, (_, i) => 100 * (i % 3) + Math.sin(i)), rows, width: 1 }
  const { assignment, centres, inertia } = kMeans(many, 3, { seed: 1 })
  const groups = [0, 1, 2].map((group) => many.values.filter((_, i) => i % 3 === group).reduce((sum, value) => sum + value / (rows / 3), 0))
  expect([...centres].sort((a, b) => a - b).map((centre) => centre.toFixed(6))).toEqual(groups.map((mean) => mean.toFixed(6)))
  const distances = many.values.map((value, i) => (value - (centres[assignment[i] as number] as number)) ** 2)
  expect(inertia).toBeCloseTo(
    distances.reduce((a, b) => a + b, 0),
    1,
  )
})

test('small differences far from 0 are not lost', () => {
  const far = tableOf(...Array.from({ length: 20 }, (_, i) => [...new Array<number>(63).fill(1e6 + 0.0625), 1e6 + 0.0625 * (i % 2)]))
  const { assignment, inertia } = kMeans(far, 2, { seed: 1 })
  expect(new Set(Array.from(assignment, (cluster, row) => `${cluster} ${row % 2}`)).size).toBe(2)
  expect(inertia).toBeLessThan(1e-12)
})

const alike = tableOf([1, 2], [1, 2], [1, 2], [3, 4])
test.each([
  ['more groups than images', () => kMeans(tableOf([1], [2]), 3, { seed: 1 }), '2 images cannot make 3 groups: ask for at most 2.'],
  ['more groups than different images', () => kMeans(alike, 3, { seed: 1 }), /^Of 4 images only 2 differ.*at most 2/],
  ['the same from given centres', () => kMeansFrom(alike, Float64Array.of(1, 2, 3, 4, 5, 6)), /^Of 4 images only 2 differ/],
  ['no group', () => kMeans(alike, 0, { seed: 1 }), /at least one group/],
  ['a centre that is no number', () => kMeansFrom(alike, Float64Array.of(1, Number.NaN)), /centres to begin from/],
  ['no beginning', () => kMeans(alike, 1, { seed: 1, restarts: 0 }), /at least once/],
  ['half a group', () => kMeansFrom(alike, Float64Array.of(1)), /at least one group/],
  ['no number', () => kMeans(tableOf([1, 2], [Number.NaN, 2]), 1, { seed: 1 }), /not finite numbers/],
])('%s is refused in a sentence', (_, work, message) => {
  expect(work).toThrow(FeatureError)
  expect(work).toThrow(message)
})
