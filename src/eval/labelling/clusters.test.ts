// Clusters as classes: small ones are merged, images that training does not see take no part, and a cluster keeps its number.
import { expect, test } from 'vitest'
import { range } from '../../data/sampling.ts'
import { RandomStream } from '../../spec/rng.ts'
import { FeatureError } from '../errors.ts'
import type { FeatureTable } from '../features/feature-table.ts'
import { type ClassClustersInput, classClusters } from './clusters.ts'

/** Rows near the axes: row i near axis `axes[i]`. */
function nearAxes(axes: readonly number[], width = 6, noise = 0.05): FeatureTable {
  const random = new RandomStream(3, 'dataset')
  const values = Float32Array.from({ length: axes.length * width }, (_, i) => {
    return (axes[Math.floor(i / width)] === i % width ? 3 : 0) + noise * random.normal()
  })
  return { values, rows: axes.length, width }
}

const inTurn = (count: number, groups: number) => Array.from({ length: count }, (_, i) => i % groups)

function cluster(table: FeatureTable, k: number, more: Partial<ClassClustersInput> = {}) {
  const shares: number[] = []
  const input = { table, training: range(table.rows), k, seed: 1, before: null, ...more }
  const found = classClusters(input, (share) => shares.push(share))
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  expect(shares.at(-1)).toBe(1)
  return found
}

/** Which groups each cluster holds, as sorted text. */
const contents = (ofImages: Int32Array, groups: readonly number[]) =>
  [...new Set(Array.from(ofImages, (of, row) => `${of}: ${groups[row]}`))].sort()

const sizes = (ofImages: Int32Array, k: number) => Array.from({ length: k }, (_, c) => ofImages.filter((of) => of === c).length)

test('groups that are far apart become the classes, the same at every call', () => {
  const groups = inTurn(200, 4)
  const found = cluster(nearAxes(groups), 4)
  expect(contents(found.ofImages, groups)).toHaveLength(4)
  expect(Math.min(...found.confidence)).toBeGreaterThan(0.8)
  expect(cluster(nearAxes(groups), 4)).toEqual(found)
})

test('a group of fewer than 20 images joins the one with the nearest centre, and the number of classes stays', () => {
  const groups = [...inTurn(400, 4), ...new Array<number>(12).fill(4)]
  const table = nearAxes(groups)
  for (let row = 400; row < 412; row++) table.values[row * table.width + 2] = 2 // nearer to axis 2 than to any other
  const { ofImages } = cluster(table, 5)
  expect(sizes(ofImages, 5).filter((size) => size > 0)).toHaveLength(4)
  for (let row = 400; row < 412; row++) expect(ofImages[row]).toBe(ofImages[2])
})

test('in a small set a group is kept down to a quarter of the mean size', () => {
  const ofSize = (last: number) => [...inTurn(60, 3), ...new Array<number>(last).fill(3)]
  const kept = (last: number) => sizes(cluster(nearAxes(ofSize(last)), 4).ofImages, 4).filter((size) => size > 0)
  expect(kept(6)).toHaveLength(4) // of 66 / 4 = 16.5 a quarter is 4.1
  expect(kept(3)).toHaveLength(3)
})

test('images that training does not see join the nearest cluster and change none', () => {
  const groups = inTurn(120, 3)
  const [table, other] = [nearAxes(groups), nearAxes(groups)]
  const training = range(90)
  const { ofImages } = cluster(table, 3, { training })
  expect(contents(ofImages, groups)).toHaveLength(3)
  for (let i = 90 * other.width; i < other.values.length; i++) other.values[i] = Math.sin(i)
  expect(cluster(other, 3, { training }).ofImages.subarray(0, 90)).toEqual(ofImages.subarray(0, 90))
})

test('found anew, a cluster keeps the number of the old one that it shares most images with', () => {
  const groups = inTurn(200, 4)
  const before = Int32Array.from(groups, (group, row) => (row < 20 ? (group + 1) % 4 : 3 - group)) // a tenth was elsewhere
  const { ofImages } = cluster(nearAxes(groups), 4, { before })
  expect(ofImages).toEqual(Int32Array.from(groups, (group) => 3 - group))
})

test('a number without images is given to a new cluster when the images are grouped anew', () => {
  const groups = inTurn(200, 4)
  const before = Int32Array.from(groups, (group) => [0, 2, 3, 3][group] as number) // 1 has none: two groups are in 3
  const { ofImages } = cluster(nearAxes(groups), 4, { before })
  expect(contents(ofImages, groups)).toHaveLength(4)
  expect([ofImages[0], ofImages[1]]).toEqual([0, 2])
})

test('an image whose features are all 0 gets a class like any other', () => {
  const table = nearAxes(inTurn(60, 3))
  table.values.fill(0, 0, table.width)
  const { ofImages, confidence } = cluster(table, 3)
  expect(ofImages[0]).toBeGreaterThanOrEqual(0)
  expect(confidence.every((value) => value >= 0 && value <= 1)).toBe(true)
})

test('fewer different images than clusters are refused in a sentence', () => {
  const table = nearAxes(inTurn(40, 3), 6, 0)
  expect(() => cluster(table, 5)).toThrow(FeatureError)
  expect(() => cluster(table, 5)).toThrow(/only 3 differ/)
})
