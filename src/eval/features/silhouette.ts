// How well groups are separated, and how many groups there seem to be: the silhouette [Rousseeuw 1987] of a row is (b - a) / max(a, b), with
// a its mean distance to its own group and b to the nearest other. It takes every pair of rows, so of a large set a sample is used.

import { sampleIndices } from '../../data/sampling.ts'
import { RandomStream } from '../../spec/rng.ts'
import { FeatureError } from '../errors.ts'
import { checkedValues, checkLength, checkRows } from './check.ts'
import { type FeatureTable, takeRows } from './feature-table.ts'
import { kMeans } from './k-means.ts'
import { squaredDistance } from './vectors.ts'

/** Rows of a sample: 2 million distances. */
export const SILHOUETTE_ROWS = 2000

/** Two groups, and a row that is not alone in its own. */
const LEAST_ROWS = 3

/** Initialisations of k-means for each number of groups that is tried. */
const RESTARTS_EACH = 3

/** Mean silhouette, from -1 to 1, of a set or of a sample of it. @throws FeatureError where there are not at least two groups and a third row */
export function silhouette(table: FeatureTable, assignment: ArrayLike<number>, seed: number): { mean: number; rows: number } {
  checkRows(table, LEAST_ROWS)
  checkLength(table, assignment, 'groups')
  const rows = sampleIndices(table.rows, SILHOUETTE_ROWS, new RandomStream(seed, 'silhouette'))
  const groups = Uint32Array.from(rows, (row) => assignment[row] as number)
  return { mean: meanOf(silhouettes(takeRows(table, rows), groups)), rows: rows.length }
}

/** The silhouette of every row; of one that is alone in its group it is 0. @throws FeatureError */
export function silhouettes(table: FeatureTable, assignment: Uint32Array): Float64Array {
  checkLength(table, assignment, 'groups')
  return silhouettesOf(distancesOf(table), assignment)
}

export interface Suggestion {
  /** The number of groups of the largest silhouette. */
  readonly k: number
  /** The mean silhouette of each number tried. Below 0.25 there is no structure to speak of [Kaufman and Rousseeuw 1990, §2.2]. */
  readonly tried: readonly { readonly k: number; readonly mean: number }[]
}

/** Tries every number of groups of a range on the set, or on a sample of it. @throws FeatureError */
export function suggestGroups(
  table: FeatureTable,
  from: number,
  to: number,
  seed: number,
  onProgress?: (share: number) => void,
): Suggestion {
  if (!(from >= 2 && to >= from)) throw new FeatureError('Try from at least 2 groups up.')
  checkRows(table, LEAST_ROWS)
  const rows = sampleIndices(table.rows, SILHOUETTE_ROWS, new RandomStream(seed, 'silhouette'))
  const sample = takeRows(table, rows)
  const distances = distancesOf(sample)
  const last = Math.min(to, differentRows(sample), sample.rows - 1)
  if (last < from)
    throw new FeatureError(`${table.rows} images, some of them alike, are too few to try ${from} groups: take more images that differ.`)
  const tried = Array.from({ length: last - from + 1 }, (_, i) => {
    const k = from + i
    const { assignment } = kMeans(sample, k, { seed, restarts: RESTARTS_EACH })
    onProgress?.((i + 1) / (last - from + 1))
    return { k, mean: meanOf(silhouettesOf(distances, assignment)) }
  })
  const best = tried.reduce((a, b) => (b.mean > a.mean ? b : a)) // of equally good ones the fewest groups
  return { k: best.k, tried }
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Distances between all rows, [rows, rows]. */
function distancesOf(table: FeatureTable): Float64Array {
  const { rows, width } = table
  const values = checkedValues(table, LEAST_ROWS)
  const distances = new Float64Array(rows * rows)
  for (let a = 0; a < rows; a++) {
    for (let b = 0; b < a; b++) {
      const distance = Math.sqrt(squaredDistance(values, a * width, values, b * width, width))
      distances[a * rows + b] = distance
      distances[b * rows + a] = distance
    }
  }
  return distances
}

function silhouettesOf(distances: Float64Array, assignment: Uint32Array): Float64Array {
  const rows = assignment.length
  const sizes = sizesOf(assignment)
  const groups = sizes.filter((size) => size > 0).length
  if (groups < 2) throw new FeatureError('A silhouette compares groups: make at least two.')
  if (groups === rows) throw new FeatureError('Every image is a group of its own: make fewer groups.')
  const sums = new Float64Array(sizes.length)
  return Float64Array.from({ length: rows }, (_, row) => {
    sums.fill(0)
    for (let other = 0; other < rows; other++) {
      const group = assignment[other] as number
      sums[group] = (sums[group] as number) + (distances[row * rows + other] as number)
    }
    const own = assignment[row] as number
    const others = (sizes[own] as number) - 1
    if (others === 0) return 0
    const a = (sums[own] as number) / others
    const b = sums.reduce((least, sum, group) => {
      const size = sizes[group] as number
      return group === own || size === 0 ? least : Math.min(least, sum / size)
    }, Number.POSITIVE_INFINITY)
    return Math.max(a, b) === 0 ? 0 : (b - a) / Math.max(a, b)
  })
}

function sizesOf(assignment: Uint32Array): Uint32Array {
  const sizes = new Uint32Array(assignment.reduce((most, group) => Math.max(most, group), 0) + 1)
  for (const group of assignment) sizes[group] = (sizes[group] as number) + 1
  return sizes
}

/** How many rows differ from all before them. */
function differentRows({ values, rows, width }: FeatureTable): number {
  return new Set(Array.from({ length: rows }, (_, row) => values.subarray(row * width, (row + 1) * width).join())).size
}
