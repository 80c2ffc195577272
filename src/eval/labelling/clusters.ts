// Clusters as the classes of a run [Lucic et al. 2019, CLUSTERING]. Found anew as the features change, they keep their numbers
// [Self-conditioned GAN, Liu et al. 2020, §3.2].
import { evenlySpaced } from '../../data/sampling.ts'
import { NO_CLASS } from '../../spec/classes.ts'
import { type FeatureTable, takeRows } from '../features/feature-table.ts'
import { type Clusters, kMeans, kMeansFrom } from '../features/k-means.ts'
import { directions } from '../features/normalise.ts'
import { products, squaredDistance } from '../features/vectors.ts'
import { countClasses } from './known-labels.ts'
import { bestMatching } from './matching.ts'

export interface ClassClustersInput {
  /** Of all images. */
  readonly table: FeatureTable
  /** The rows that training sees: clusters are formed of these alone. */
  readonly training: Uint32Array
  /** Number of classes. */
  readonly k: number
  readonly seed: number
  /** The cluster of each row so far; null the first time. */
  readonly before: Int32Array | null
}

export interface ClassClusters {
  /** For each row its cluster, from 0 to k - 1. Clusters that were too small have no rows. */
  readonly ofImages: Int32Array
  /** 1 - (distance from its centre) / (distance from the nearest other): the simplified silhouette [Hruschka et al. 2004, §3.2]. */
  readonly confidence: Float32Array
}

/** Rows that k-means goes through, at most: with 1,280 features they take 100 MB. All others join the nearest centre. */
const MAX_LEARNT = 10_000

/** Initialisations: each takes seconds, and these clusters only have to be useful. */
const RESTARTS = 4

/** A cluster is too small with fewer training images than that, or than this part of the mean where it is less. */
const LEAST = { images: 20, partOfMean: 1 / 4 }

/** @throws FeatureError where there are fewer different rows than clusters */
export function classClusters(input: ClassClustersInput, onProgress: (share: number) => void): ClassClusters {
  const { training, k, before } = input
  const table = directions(input.table)
  const { centres } = findClusters(input, table, (share) => onProgress(0.9 * share))
  const nearest = assignRows(table, centres)
  const merged = mergeSmall(centres, countClasses(training, nearest, k), Math.min(LEAST.images, (LEAST.partOfMean * training.length) / k))
  const ofImages = nearest.map((cluster) => merged.into[cluster] as number)
  const confidence = confidences(table, merged, ofImages)
  onProgress(1)
  return { ofImages: before ? renumbered(ofImages, before, training, k) : ofImages, confidence }
}

function findClusters(
  { training, k, seed, before }: ClassClustersInput,
  table: FeatureTable,
  onProgress: (share: number) => void,
): Clusters {
  const rows = evenlySpaced(training, MAX_LEARNT)
  const learnt = takeRows(table, rows)
  if (!before) return kMeans(learnt, k, { seed, restarts: RESTARTS, onProgress })
  const clusters = Array.from(rows, (row) => before[row] as number)
  return kMeansFrom(learnt, meansOf(learnt, clusters, k), { k, seed })
}

/** The means of those clusters that have rows, one after another. */
function meansOf({ values, rows, width }: FeatureTable, clusters: readonly number[], k: number): Float64Array {
  const means = Array.from({ length: k }, () => new Float64Array(width))
  const sizes = new Array<number>(k).fill(0)
  for (let row = 0; row < rows; row++) {
    const cluster = clusters[row] as number
    const mean = means[cluster]
    if (!mean) continue // it has none
    sizes[cluster] = (sizes[cluster] as number) + 1
    for (let i = 0; i < width; i++) mean[i] = (mean[i] as number) + (values[row * width + i] as number)
  }
  return Float64Array.from(
    means.flatMap((mean, cluster) => {
      const size = sizes[cluster] as number
      return size > 0 ? Array.from(mean, (sum) => sum / size) : []
    }),
  )
}

/** The nearest centre of each row, of equally near ones the first. */
function assignRows({ values, rows, width }: FeatureTable, centres: Float64Array): Int32Array {
  const k = centres.length / width
  const halves = Float64Array.from({ length: k }, (_, c) => {
    return centres.subarray(c * width, (c + 1) * width).reduce((sum, value) => sum + value * value, 0) / 2
  })
  const along = new Float64Array(k)
  return Int32Array.from({ length: rows }, (_, row) => {
    products(Float64Array.from(values.subarray(row * width, (row + 1) * width)), 0, centres, 0, k, width, along)
    const nearness = along.map((product, c) => product - (halves[c] as number)) // |x - c|² = |x|² - 2 (x · c - |c|²/2)
    return nearness.reduce((best, near, c) => (near > (nearness[best] as number) ? c : best), 0)
  })
}

interface Merged {
  /** For each cluster the one that it is part of now. */
  readonly into: readonly number[]
  /** [k, width], means of all rows that are part of it. */
  readonly centres: Float64Array
}

/** The smallest cluster with fewer than `least` rows joins the one with the nearest centre, until none is too small. */
function mergeSmall(given: Float64Array, sizes: readonly number[], least: number): Merged {
  const k = sizes.length
  const width = given.length / k
  const centres = given.slice()
  const counts = [...sizes]
  let into = counts.map((_, cluster) => cluster)
  for (;;) {
    const living = [...new Set(into)]
    const smallest = living.reduce((a, b) => ((counts[b] as number) < (counts[a] as number) ? b : a))
    if (living.length === 1 || (counts[smallest] as number) >= least) return { into, centres }
    const distance = (other: number) => squaredDistance(centres, smallest * width, centres, other * width, width)
    const nearest = living.filter((other) => other !== smallest).reduce((a, b) => (distance(b) < distance(a) ? b : a))
    const [own, more] = [counts[nearest] as number, counts[smallest] as number]
    for (let i = 0; i < width && more > 0; i++) {
      const sum = own * (centres[nearest * width + i] as number) + more * (centres[smallest * width + i] as number)
      centres[nearest * width + i] = sum / (own + more)
    }
    counts[nearest] = own + more
    into = into.map((cluster) => (cluster === smallest ? nearest : cluster))
  }
}

function confidences({ values, rows, width }: FeatureTable, { into, centres }: Merged, ofImages: Int32Array): Float32Array {
  const living = [...new Set(into)]
  return Float32Array.from({ length: rows }, (_, row) => {
    const own = ofImages[row] as number
    const x = Float64Array.from(values.subarray(row * width, (row + 1) * width))
    const distance = (cluster: number) => Math.sqrt(squaredDistance(x, 0, centres, cluster * width, width))
    const other = living.reduce(
      (least, cluster) => (cluster === own ? least : Math.min(least, distance(cluster))),
      Number.POSITIVE_INFINITY,
    )
    return other === 0 ? 0 : Math.max(0, 1 - distance(own) / other)
  })
}

/** Every new cluster gets the number of the old one with which it shares most training images, no two the same. */
function renumbered(ofImages: Int32Array, before: Int32Array, training: Uint32Array, k: number): Int32Array {
  const shared = Array.from({ length: k }, () => new Array<number>(k).fill(0))
  for (const row of training) {
    const old = before[row] as number
    const line = shared[ofImages[row] as number] as number[]
    if (old !== NO_CLASS) line[old] = (line[old] as number) + 1
  }
  const numbers = bestMatching(shared)
  return ofImages.map((cluster) => numbers[cluster] as number)
}
