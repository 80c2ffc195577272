// The Fréchet distance of two sets of images: of the two Gaussians that have the means and covariances of their features
// [Fréchet 1957; Heusel et al. 2017]. d² = |m1 - m2|² + Tr(C1 + C2 - 2 (C1 C2)^½). Its name on a page must hold the network's: only with
// Inception's features is it the FID of papers.
//
// With C1 = F1ᵀ F1 and C2 = F2ᵀ F2, the eigenvalues of C1 C2 are the squares of the singular values of F1 F2ᵀ, so Tr (C1 C2)^½ is their
// sum. No root of a tiny difference is ever taken: sqrt(C1) C2 sqrt(C1) has its eigenvalues with an error of 1e-16 of the largest, whose
// root is 1e-8, for each dead or dependent feature; this way the error stays 1e-16, however singular the covariances are.
import { Matrix, SingularValueDecomposition } from 'ml-matrix'
import { RandomStream } from '../../spec/rng.ts'
import { counted } from '../../spec/words.ts'
import { FeatureError } from '../errors.ts'
import { checkTable } from '../features/check.ts'
import { type FeatureTable, takeRows } from '../features/feature-table.ts'
import { checkCount, checkWidths } from './check.ts'
import type { CreateMetric, Sets } from './metric.ts'
import { addProducts, wholeTiles } from './products.ts'

export interface Moments {
  /** [width] */
  readonly mean: Float64Array
  /** Unbiased (divided by the number of images less one), [width, width]. */
  readonly covariance: Float64Array
}

/** Images whose products are added up at a time. */
const BLOCK = 256
/** Features of images that are one and the same differ by the rounding of float32 at most, as a share of their size. */
const ROUNDING = 2 ** -20

/** How many times as long as a multiplication of two rows the roots of a Fréchet distance take, for each width³. */
const ROOT_WORK = 16

/** The distance of the two sets, and that of two halves of the real images: about what a perfect generator would score with as few images. */
export const frechetMetric: CreateMetric = ({ sets, seed }) => {
  const { real, fake } = sets
  const count = floorCount(sets)
  const workOf = (images: number) => (images * real.width ** 2) / 2 + ROOT_WORK * real.width ** 3
  const [work, floorWork] = [workOf(real.rows + fake.rows), workOf(2 * count)]
  return {
    work: work + floorWork,
    scores: {
      fid(onWork) {
        const fid = frechetDistance(momentsOf(real, 'real images'), momentsOf(fake, 'generated images'))
        onWork(work)
        return { fid }
      },
      fidFloor(onWork) {
        checkCount(count, leastImages(real.width), 'real images in each half', 'the floor of the Fréchet distance')
        const order = new RandomStream(seed, 'scoring').permutation(real.rows)
        const half = (first: number) => momentsOf(takeRows(real, order.subarray(first, first + count)), 'real images in one half')
        const fidFloor = frechetDistance(half(0), half(count))
        onWork(floorWork)
        return { fidFloor, fidFloorAtCounts: (fidFloor * count * (1 / real.rows + 1 / fake.rows)) / 2 }
      },
    },
  }
}

/** Images of each half of the real ones that are compared, at most as many as there are generated ones. */
export function floorCount({ real, fake }: Pick<Sets, 'real' | 'fake'>): number {
  return Math.min(real.rows >> 1, fake.rows)
}

/** As few images as allow a covariance of full rank: with fewer the distance is mostly a measure of how few they are. */
export function leastImages(width: number): number {
  return width + 1
}

/** @param images what the rows are, in the plural, for the words of a refusal */
export function momentsOf(table: FeatureTable, images = 'images'): Moments {
  checkTable(table, images)
  const { rows, width } = table
  checkCount(rows, leastImages(width), images, `the Fréchet distance of ${width} features`)
  const mean = meanOf(table)
  const covariance = covarianceOf(table, mean)
  const size = mean.reduce((sum, value) => sum + value ** 2, 0)
  if (traceOf(covariance, width) <= size * ROUNDING ** 2) {
    throw new FeatureError(
      `All ${counted(rows, images)} have the same features, so they have no spread to compare. Take images that differ; if the generator made them, it has collapsed.`,
    )
  }
  return { mean, covariance }
}

function meanOf({ values, rows, width }: FeatureTable): Float64Array {
  const sums = new Float64Array(width)
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < width; k++) sums[k] = (sums[k] as number) + (values[row * width + k] as number)
  }
  return sums.map((sum) => sum / rows)
}

function covarianceOf({ values, rows, width }: FeatureTable, mean: Float64Array): Float64Array {
  const stride = wholeTiles(width)
  const sums = new Float64Array(stride * stride)
  const centred = new Float64Array(stride * BLOCK) // [features, images of the block]
  const strip = BLOCK * wholeTiles(1)
  for (let first = 0; first < rows; first += BLOCK) {
    centred.fill(0)
    for (let row = first; row < Math.min(rows, first + BLOCK); row++) {
      for (let k = 0; k < width; k++) centred[k * BLOCK + row - first] = (values[row * width + k] as number) - (mean[k] as number)
    }
    for (let column = 0; column < stride * BLOCK; column += strip) {
      const feature = column / BLOCK
      addProducts(centred.subarray(column), centred.subarray(column, column + strip), BLOCK, sums, feature * stride + feature, stride)
    }
  }
  // Only the lower triangle has been added up.
  return Float64Array.from({ length: width * width }, (_, at) => {
    const [i, j] = [Math.floor(at / width), at % width]
    return (sums[Math.max(i, j) * stride + Math.min(i, j)] as number) / (rows - 1)
  })
}

function traceOf(covariance: Float64Array, width: number): number {
  let trace = 0
  for (let i = 0; i < width; i++) trace += covariance[i * width + i] as number
  return trace
}

/** Both must be of features of one network; the sets need not be of one size. */
export function frechetDistance(one: Moments, other: Moments): number {
  const width = one.mean.length
  checkWidths(width, other.mean.length)
  let squared = 0
  for (let k = 0; k < width; k++) squared += ((one.mean[k] as number) - (other.mean[k] as number)) ** 2
  const spread = traceOf(one.covariance, width) + traceOf(other.covariance, width)
  return Math.max(0, squared + spread - 2 * traceOfRoot(one.covariance, other.covariance, width)) // below 0 is rounding
}

/** Tr (C1 C2)^½ */
function traceOfRoot(one: Float64Array, other: Float64Array, width: number): number {
  const [a, b] = [factorOf(one, width), factorOf(other, width)]
  const [rows, columns] = [a.length / width, b.length / width]
  const product = new Float64Array(rows * columns)
  addProducts(a, b, width, product, 0, columns)
  const { diagonal } = new SingularValueDecomposition(Matrix.from1DArray(rows, columns, product), {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  })
  return diagonal.reduce((sum, value) => sum + value, 0)
}

/**
 * F [rank, width] with C = FᵀF, and rows of zeros to whole tiles: Cholesky's decomposition that always goes on with the largest variance
 * left, and ends where nothing but rounding is left [Higham 1990, "Analysis of the Cholesky decomposition of a semi-definite matrix"].
 */
function factorOf(covariance: Float64Array, width: number): Float64Array {
  const left = Float64Array.from({ length: width }, (_, i) => covariance[i * width + i] as number)
  const nothing = width * Number.EPSILON * Math.max(...left)
  const factor = new Float64Array(wholeTiles(width) * width)
  let rank = 0
  for (; rank < width; rank++) {
    const variance = Math.max(...left)
    if (variance <= nothing) break
    const pivot = left.indexOf(variance)
    const row = factor.subarray(rank * width, (rank + 1) * width)
    row.set(covariance.subarray(pivot * width, (pivot + 1) * width))
    for (let from = 0; from < rank * width; from += width) {
      const share = factor[from + pivot] as number
      for (let i = 0; i < width; i++) row[i] = (row[i] as number) - share * (factor[from + i] as number)
    }
    const scale = 1 / Math.sqrt(variance)
    for (let i = 0; i < width; i++) {
      row[i] = (row[i] as number) * scale
      left[i] = (left[i] as number) - (row[i] as number) ** 2
    }
    left[pivot] = 0
  }
  return factor.subarray(0, wholeTiles(rank) * width)
}
