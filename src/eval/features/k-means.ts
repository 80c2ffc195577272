// Groups images by their features: k-means with k-means++ initialisation [Lloyd 1982; Arthur and Vassilvitskii 2007], the best of several runs.
// By hand: ml-kmeans works on arrays of arrays, calls a function for every distance and initialises once; here all rows are one typed array,
// several initialisations are compared, and the results are those of scikit-learn.

import { sampleIndices } from '../../data/sampling.ts'
import { RandomStream } from '../../spec/rng.ts'
import { FeatureError } from '../errors.ts'
import { checkedValues } from './check.ts'
import type { FeatureTable } from './feature-table.ts'
import { dot, products, squaredDistance } from './vectors.ts'

export interface Clusters {
  /** The cluster of each row. */
  readonly assignment: Uint32Array
  /** [k, width], each the mean of its rows; none is without rows. */
  readonly centres: Float64Array
  /** Sum of squared distances of rows to their centres. */
  readonly inertia: number
}

interface KMeansOptions {
  readonly seed: number
  /** Number of initialisations. */
  readonly restarts?: number
  readonly onProgress?: (share: number) => void
}

const RESTARTS = 10

/** Rows on which initialisations are tried, at most. */
const BEGINNING_ROWS = 5000

/** Far more iterations than are ever needed; only rounding could keep it from converging. */
const MAX_ROUNDS = 1000

/** Rows with their mean subtracted: far from 0, small differences of distance would be lost in rounding. */
interface Points {
  readonly means: Float64Array
  readonly values: Float64Array
  readonly rows: number
  readonly width: number
}

/**
 * With many rows, the initialisations are tried on a sample, and all rows start from the result of the best of them [Bradley and Fayyad 1998].
 * @throws FeatureError where there are fewer different rows than clusters
 */
export function kMeans(table: FeatureTable, k: number, { seed, restarts = RESTARTS, onProgress }: KMeansOptions): Clusters {
  if (!(restarts >= 1)) throw new FeatureError('Begin at least once.')
  const points = pointsOf(table, k)
  const some = sampleOf(points, new RandomStream(seed, 'clusters', restarts))
  let best: Clusters | null = null
  for (let restart = 0; restart < restarts; restart++) {
    const clusters = settle(some, spreadCentres(some, k, new RandomStream(seed, 'clusters', restart)))
    if (!best || clusters.inertia < best.inertia) best = clusters
    onProgress?.((restart + 1) / (restarts + 1))
  }
  const settled = some === points ? (best as Clusters) : settle(points, (best as Clusters).centres)
  onProgress?.(1)
  return moved(settled, points.means)
}

/**
 * From given centres, [any, width]; where they are fewer than k, the others are drawn as those of k-means++ are.
 * @throws FeatureError where there are fewer different rows than clusters, or a centre is not finite
 */
export function kMeansFrom(
  table: FeatureTable,
  centres: Float64Array,
  { k = centres.length / table.width, seed = 0 }: { readonly k?: number; readonly seed?: number } = {},
): Clusters {
  if (!centres.every(Number.isFinite)) throw new FeatureError('The centres to begin from are not all numbers.')
  const points = pointsOf(table, k)
  const about = centres.map((value, i) => value - (points.means[i % points.width] as number))
  return moved(settle(points, spreadCentres(points, k, new RandomStream(seed, 'clusters'), about)), points.means)
}

/** Moves the centres back by the mean that was subtracted. */
function moved(clusters: Clusters, means: Float64Array): Clusters {
  return { ...clusters, centres: clusters.centres.map((value, i) => value + (means[i % means.length] as number)) }
}

function pointsOf(table: FeatureTable, k: number): Points {
  const { rows, width } = table
  if (!(Number.isInteger(k) && k >= 1)) throw new FeatureError('Ask for at least one group.')
  const values = checkedValues(table, 1)
  if (k > rows) throw new FeatureError(`${rows} images cannot make ${k} groups: ask for at most ${rows}.`)
  const means = new Float64Array(width)
  values.forEach((value, i) => {
    means[i % width] = (means[i % width] as number) + value / rows
  })
  return { means, values: values.map((value, i) => value - (means[i % width] as number)), rows, width }
}

/** All rows where they are few. */
function sampleOf(points: Points, stream: RandomStream): Points {
  const { values, rows, width } = points
  if (rows <= BEGINNING_ROWS) return points
  const taken = new Float64Array(BEGINNING_ROWS * width)
  sampleIndices(rows, BEGINNING_ROWS, stream).forEach((row, i) => {
    taken.set(values.subarray(row * width, (row + 1) * width), i * width)
  })
  return { ...points, values: taken, rows: BEGINNING_ROWS }
}

/**
 * Rows drawn one after another, each with a probability proportional to its squared distance from those before; of a few candidates each
 * time, the one that leaves the smallest total distance is taken [Arthur and Vassilvitskii 2007, §5; scikit-learn].
 * @param given centres that there are already, [any, width]
 */
function spreadCentres(points: Points, k: number, stream: RandomStream, given = new Float64Array(0)): Float64Array {
  const { values, rows, width } = points
  if (given.length === k * width) return given
  const trials = 2 + Math.floor(Math.log(k))
  const centres = new Float64Array(k * width)
  centres.set(given)
  let nearest: Float64Array = given.length > 0 ? distancesFrom(points, given) : new Float64Array(rows).fill(1) // the first is drawn uniformly
  for (let cluster = given.length / width; cluster < k; cluster++) {
    let least = Number.POSITIVE_INFINITY
    let left = nearest
    for (let trial = 0; trial < (cluster === 0 ? 1 : trials); trial++) {
      const row = drawInProportion(nearest, stream)
      if (row === null) throw tooFewDifferent(rows, cluster, k)
      const distances = distancesWith(points, row, cluster === 0 ? null : nearest)
      const total = distances.reduce((sum, distance) => sum + distance, 0)
      if (total >= least) continue
      least = total
      left = distances
      centres.set(values.subarray(row * width, (row + 1) * width), cluster * width)
    }
    nearest = left
  }
  return centres
}

/** Squared distances of all rows from the nearest of the rows taken so far, should one more be taken. */
function distancesWith({ values, rows, width }: Points, taken: number, nearest: Float64Array | null): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: rows }, (_, row) =>
    Math.min(nearest?.[row] ?? Number.POSITIVE_INFINITY, squaredDistance(values, row * width, values, taken * width, width)),
  )
}

/** Squared distances of all rows from the nearest of these centres. */
function distancesFrom({ values, rows, width }: Points, centres: Float64Array): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    let least = Number.POSITIVE_INFINITY
    for (let at = 0; at < centres.length; at += width) least = Math.min(least, squaredDistance(values, row * width, centres, at, width))
    return least
  })
}

/** An index drawn with a probability proportional to its weight, or null where all are 0. */
function drawInProportion(weights: Float64Array, stream: RandomStream): number | null {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (total === 0) return null
  let left = stream.uniform() * total
  let last: number | null = null
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number
    if (weight === 0) continue
    last = i // rounding can leave a remainder: then the last index with a weight
    left -= weight
    if (left < 0) break
  }
  return last
}

/** Lloyd's iteration: rows are assigned to their nearest centre and centres become the mean of their rows, until no assignment changes. */
function settle(points: Points, initial: Float64Array): Clusters {
  const { rows, width } = points
  const k = initial.length / width
  let centres = initial
  const assignment = new Uint32Array(rows).fill(k) // none yet
  for (let round = 0; round < MAX_ROUNDS && assign(points, centres, assignment); round++) {
    fillEmpty(points, centres, assignment)
    centres = meansOf(points, assignment, k)
  }
  const inertia = squaredDistances(points, centres, assignment).reduce((sum, distance) => sum + distance, 0)
  return { assignment, centres, inertia }
}

/** Whether any row changes its cluster; of equally near centres the first counts. |x - c|² = |x|² - 2 (x · c - |c|²/2). */
function assign({ values, rows, width }: Points, centres: Float64Array, assignment: Uint32Array): boolean {
  const k = centres.length / width
  const halves = Float64Array.from({ length: k }, (_, cluster) => dot(centres, cluster * width, centres, cluster * width, width) / 2)
  const nearness = new Float64Array(k)
  let anyMoved = false
  for (let row = 0; row < rows; row++) {
    products(values, row * width, centres, 0, k, width, nearness)
    let nearest = 0
    let largest = Number.NEGATIVE_INFINITY
    for (let cluster = 0; cluster < k; cluster++) {
      const near = (nearness[cluster] as number) - (halves[cluster] as number)
      if (near > largest) {
        largest = near
        nearest = cluster
      }
    }
    if (assignment[row] !== nearest) anyMoved = true
    assignment[row] = nearest
  }
  return anyMoved
}

/** Of every row from the centre of its cluster. */
function squaredDistances({ values, rows, width }: Points, centres: Float64Array, assignment: Uint32Array): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) =>
    squaredDistance(values, row * width, centres, (assignment[row] as number) * width, width),
  )
}

/** A cluster without rows takes the row that is furthest from its centre, as scikit-learn does. */
function fillEmpty(points: Points, centres: Float64Array, assignment: Uint32Array): void {
  const k = centres.length / points.width
  const sizes = new Uint32Array(k)
  for (const cluster of assignment) sizes[cluster] = (sizes[cluster] as number) + 1
  if (!sizes.includes(0)) return
  const distances = squaredDistances(points, centres, assignment)
  for (let cluster = 0; cluster < k; cluster++) {
    if (sizes[cluster] !== 0) continue
    const furthest = furthestRow(assignment, distances, sizes)
    if (furthest === null) throw tooFewDifferent(points.rows, sizes.filter((size) => size > 0).length, k)
    const from = assignment[furthest] as number
    sizes[from] = (sizes[from] as number) - 1
    sizes[cluster] = 1
    assignment[furthest] = cluster
    distances[furthest] = 0
  }
}

/** Among the rows of clusters that have others, or null where all of those lie on their centres. */
function furthestRow(assignment: Uint32Array, distances: Float64Array, sizes: Uint32Array): number | null {
  let furthest: number | null = null
  let largest = 0
  distances.forEach((distance, row) => {
    if (distance <= largest || (sizes[assignment[row] as number] as number) < 2) return
    largest = distance
    furthest = row
  })
  return furthest
}

function meansOf({ values, rows, width }: Points, assignment: Uint32Array, k: number): Float64Array {
  const means = new Float64Array(k * width)
  const sizes = new Uint32Array(k)
  for (let row = 0; row < rows; row++) {
    const cluster = assignment[row] as number
    sizes[cluster] = (sizes[cluster] as number) + 1
    for (let i = 0; i < width; i++)
      means[cluster * width + i] = (means[cluster * width + i] as number) + (values[row * width + i] as number)
  }
  return means.map((sum, i) => sum / (sizes[Math.floor(i / width)] as number))
}

function tooFewDifferent(rows: number, different: number, k: number): FeatureError {
  const largest = different === 1 ? 'take other images or another layer' : `ask for at most ${different}`
  return new FeatureError(`Of ${rows} images only ${different} differ in their features, which cannot make ${k} groups: ${largest}.`)
}
