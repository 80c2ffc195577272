// A map keeps neighbours near each other, whatever sets are mapped together, and is the same for the same seed.
import { expect, test } from 'vitest'
import { RandomStream } from '../../spec/rng.ts'
import { FeatureError } from '../errors.ts'
import { type FeatureTable, takeRows } from './feature-table.ts'
import { mapOf } from './map.ts'
import { principalPositions } from './principal.ts'
import { tableOf } from './test-support.ts'

const GROUPS = 5

/** Rows in groups of far directions, as numbered: row i is of group i mod 5. */
function groups(rows: number, spread = 0.3): FeatureTable {
  const width = 16
  const noise = new RandomStream(4, 'dataset').normals(rows * width)
  const values = noise.map((value, i) => (i % width === Math.floor(i / width) % GROUPS ? 1 : 0) + spread * value * 0.5)
  return { values, rows, width }
}

const placesOf = (positions: Float32Array) =>
  Array.from({ length: positions.length / 2 }, (_, row) => ({ row, x: positions[2 * row] as number, y: positions[2 * row + 1] as number }))

/** Share of points whose nearest on the map is of their own group. */
function purity(positions: Float32Array): number {
  const places = placesOf(positions)
  const kept = places.filter((a) => {
    const nearest = places.filter((b) => b !== a).reduce((best, b) => (distance(a, b) < distance(a, best) ? b : best))
    return nearest.row % GROUPS === a.row % GROUPS
  })
  return kept.length / places.length
}

function distance(a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

test('groups stay together in the unit square; the same seed gives the same map, another seed another map', () => {
  const table = groups(100)
  const shares: number[] = []
  const positions = mapOf([table], 1, (share) => shares.push(share))
  expect(purity(positions)).toBeGreaterThan(0.95)
  expect(positions.length).toBe(200)
  expect(Math.min(...positions)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...positions)).toBeLessThanOrEqual(1)
  expect(Math.max(...positions) - Math.min(...positions)).toBeCloseTo(1, 5)
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  expect(shares.at(-1)).toBe(1)
  expect(mapOf([table], 1)).toEqual(positions)
  expect(mapOf([table], 2)).not.toEqual(positions)
})

test('of two sets mapped together, similar points lie together', () => {
  const table = groups(150)
  const pick = (from: number, to: number) =>
    takeRows(
      table,
      Array.from({ length: to - from }, (_, i) => from + i),
    )
  const positions = mapOf([pick(0, 100), pick(100, 150)], 1) // 100 is a multiple of 5: groups are numbered alike
  expect(positions.length).toBe(300)
  expect(purity(positions)).toBeGreaterThan(0.95)
})

test('groups smaller than the neighbourhood stay together: distances count, not only the order of neighbours', () => {
  expect(purity(mapOf([groups(25)], 1))).toBeGreaterThan(0.95)
})

test('a long chain is not torn', () => {
  const chain = tableOf(
    ...Array.from({ length: 300 }, (_, i) => {
      const angle = (i / 300) * Math.PI * 0.9
      return [Math.cos(angle), Math.sin(angle), 0.2 * Math.sin(3 * angle)]
    }),
  )
  const places = placesOf(mapOf([chain], 1))
  const steps = places.slice(1).map((place, i) => distance(place, places[i] as (typeof places)[0]))
  expect(Math.max(...steps)).toBeLessThan(0.1)
})

test('copies and few images have finite positions', () => {
  for (const table of [tableOf([1, 0], [1, 0], [1, 0], [0, 1], [0, 1]), tableOf(...Array.from({ length: 40 }, (_, i) => [1, i % 2]))]) {
    for (const { x, y } of placesOf(mapOf([table], 1))) {
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x).toBeLessThanOrEqual(1)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(1)
    }
  }
})

test('principal positions are those along the longest and the second longest axis', () => {
  const stream = new RandomStream(1, 'map')
  const cloud = tableOf(...Array.from({ length: 50 }, (_, i) => [Math.sin(i), 9 * Math.cos(2.3 * i), 3 * Math.sin(1.7 * i)]))
  const means = Float64Array.from([0, 1, 2], (axis) => cloud.values.reduce((sum, value, i) => sum + (i % 3 === axis ? value / 50 : 0), 0))
  const places = principalPositions(cloud, means, stream)
  const correlation = (which: 0 | 1, column: number) => {
    const pairs = Array.from(
      { length: 50 },
      (_, i) => [places[2 * i + which] as number, (cloud.values[3 * i + column] as number) - (means[column] as number)] as const,
    )
    const sum = (of: (pair: readonly [number, number]) => number) => pairs.reduce((total, pair) => total + of(pair), 0)
    return Math.abs(sum(([a, b]) => a * b)) / Math.sqrt(sum(([a]) => a * a) * sum(([, b]) => b * b))
  }
  expect(correlation(0, 1)).toBeGreaterThan(0.98)
  expect(correlation(1, 2)).toBeGreaterThan(0.98)
  expect(Math.max(...places.map(Math.abs))).toBe(1)
})

test.each([
  ['one image', () => mapOf([tableOf([1, 2])], 1), /at least 5 images; there is 1/],
  ['no set', () => mapOf([], 1), /There are no images: add some/],
  ['identical images', () => mapOf([tableOf(...Array.from({ length: 9 }, () => [0.3, 0.7]))], 1), /the same features/],
  ['sets of different layers', () => mapOf([tableOf([1, 2]), tableOf([1, 2, 3])], 1), /different widths/],
  ['an image of zeros', () => mapOf([tableOf([1, 2], [3, 1], [2, 2], [1, 1], [0, 0])], 1), /image 5 are 0/],
  ['no number', () => mapOf([tableOf([1, 2], [3, 1], [2, 2], [1, 1], [Number.NaN, 0])], 1), /image 5 are not finite numbers/],
])('%s is refused in a sentence', (_, work, message) => {
  expect(work).toThrow(FeatureError)
  expect(work).toThrow(message)
})
