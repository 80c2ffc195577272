// A map keeps what is near near, whatever is laid out with it, and is the same for the same seed.
import { expect, test } from 'vitest'
import { RandomStream } from '../../tensor/rng.ts'
import { rowsOf } from './check.ts'
import { FeatureError, type FeatureTable } from './feature-table.ts'
import { type ImageMap, mapOf } from './map.ts'
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

const placesOf = ({ parts }: ImageMap) =>
  parts.flatMap(({ rows, positions }) =>
    Array.from(rows, (row, i) => ({ row, x: positions[2 * i] as number, y: positions[2 * i + 1] as number })),
  )

/** Share of points whose nearest on the map is of their own group. */
function purity(map: ImageMap): number {
  const places = placesOf(map)
  const kept = places.filter((a) => {
    const nearest = places.filter((b) => b !== a).reduce((best, b) => (distance(a, b) < distance(a, best) ? b : best))
    return nearest.row % GROUPS === a.row % GROUPS
  })
  return kept.length / places.length
}

function distance(a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

test('groups stay together in the unit square; the same seed gives the same map, another another', () => {
  const table = groups(100)
  const shares: number[] = []
  const map = mapOf([table], { seed: 1, onProgress: (share) => shares.push(share) })
  expect(purity(map)).toBeGreaterThan(0.95)
  const { positions, rows } = map.parts[0] as ImageMap['parts'][0]
  expect([positions.length, rows.length, map.leftOut]).toEqual([200, 100, null])
  expect(Math.min(...positions)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...positions)).toBeLessThanOrEqual(1)
  expect(Math.max(...positions) - Math.min(...positions)).toBeCloseTo(1, 5)
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  expect(shares.at(-1)).toBe(1)
  expect(mapOf([table], { seed: 1 })).toEqual(map)
  expect(mapOf([table], { seed: 2 })).not.toEqual(map)
})

test('what is laid out together lies together where it is alike', () => {
  const table = groups(150)
  const pick = (from: number, to: number) =>
    rowsOf(
      table,
      Array.from({ length: to - from }, (_, i) => from + i),
    )
  const map = mapOf([pick(0, 100), pick(100, 150)], { seed: 1 }) // 100 is a multiple of 5: groups are numbered alike
  expect(map.parts.map(({ rows }) => rows.length)).toEqual([100, 50])
  expect(purity(map)).toBeGreaterThan(0.95)
})

test('groups smaller than what counts as local stay together: nearness counts, not only who is near', () => {
  expect(purity(mapOf([groups(25)], { seed: 1 }))).toBeGreaterThan(0.95)
})

test('a long chain is not torn', () => {
  const chain = tableOf(
    ...Array.from({ length: 300 }, (_, i) => {
      const angle = (i / 300) * Math.PI * 0.9
      return [Math.cos(angle), Math.sin(angle), 0.2 * Math.sin(3 * angle)]
    }),
  )
  const places = placesOf(mapOf([chain], { seed: 1 }))
  const steps = places.slice(1).map((place, i) => distance(place, places[i] as (typeof places)[0]))
  expect(Math.max(...steps)).toBeLessThan(0.1)
})

test('copies and few images have finite places', () => {
  for (const table of [tableOf([1, 0], [1, 0], [1, 0], [0, 1], [0, 1]), tableOf(...Array.from({ length: 40 }, (_, i) => [1, i % 2]))]) {
    for (const { x, y } of placesOf(mapOf([table], { seed: 1 }))) {
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x).toBeLessThanOrEqual(1)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(1)
    }
  }
})

test('of more than fit a sample is shown, small sets whole, and that is said', () => {
  const map = mapOf([groups(90), groups(7), groups(60)], { seed: 1, limit: 47 })
  expect(map.parts.map(({ rows }) => rows.length)).toEqual([20, 7, 20])
  expect(map.parts[0]?.rows).not.toEqual(map.parts[2]?.rows)
  expect(map.leftOut).toBe('The map shows 47 of 157 images, drawn at random.')
  expect(purity(map)).toBeGreaterThan(0.9)
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
  ['one image', () => mapOf([tableOf([1, 2])], { seed: 1 }), /at least 5 images; there is 1/],
  ['no set', () => mapOf([], { seed: 1 }), /no images to work on/],
  ['identical images', () => mapOf([tableOf(...Array.from({ length: 9 }, () => [0.3, 0.7]))], { seed: 1 }), /the same features/],
  ['sets of different layers', () => mapOf([tableOf([1, 2]), tableOf([1, 2, 3])], { seed: 1 }), /different widths/],
  ['an image of zeros', () => mapOf([tableOf([1, 2], [3, 1], [2, 2], [1, 1], [0, 0])], { seed: 1 }), /image 5 are 0/],
  ['no number', () => mapOf([tableOf([1, 2], [3, 1], [2, 2], [1, 1], [Number.NaN, 0])], { seed: 1 }), /image 5 are not all numbers/],
])('%s is refused in a sentence', (_, work, message) => {
  expect(work).toThrow(FeatureError)
  expect(work).toThrow(message)
})
