// How good the samples are and how much of the set they cover, apart from each other. Each set is taken to fill the balls around its images
// that reach to their k-th nearest neighbour. Improved precision and recall [Kynkäänniemi et al. 2019, k = 3]: the share of samples in a
// ball of the real images, and of real images in a ball of the samples. Density and coverage [Naeem et al. 2020, k = 5]: how many balls of
// real images a sample lies in, over k, and the share of those balls that hold a sample; one stray image changes them little.
//
// Balls are closed for precision and recall, open for density and coverage, as the authors' code has them: then a set has density 1
// against itself. All four grow with the number of images, so only scores from equal counts can be compared. An image that is in a set
// more than k times has a ball of radius 0. Density may be above 1.
import type { FeatureTable } from '../features/feature-table.ts'
import { checkCount } from './check.ts'
import type { CreateMetric } from './metric.ts'
import type { PairObserver, Side, TwoSets } from './pairs.ts'
import { distanceFromProduct, insertSorted } from './products.ts'

interface PrecisionRecall {
  readonly precision: number
  readonly recall: number
}

interface DensityCoverage {
  readonly density: number
  readonly coverage: number
}

const K_RECALL = 3
const K_COVERAGE = 5

export const manifoldMetric: CreateMetric = ({ sets }) => {
  const observer = observeManifold(sets)
  return { observer, work: 0, scores: { precisionRecall: observer.precisionRecall, densityCoverage: observer.densityCoverage } }
}

/** Squared distances of each image to its nearest neighbours, the nearest first, [rows, K_COVERAGE]. */
const noNeighbours = ({ rows }: FeatureTable): Float64Array => new Float64Array(rows * K_COVERAGE).fill(Number.POSITIVE_INFINITY)

/** Squared radius of each image's ball. */
function radii(nearest: Float64Array, k: number): Float64Array {
  return Float64Array.from({ length: nearest.length / K_COVERAGE }, (_, image) => nearest[image * K_COVERAGE + k - 1] as number)
}

interface Found {
  /** Generated images in a ball of a real one, and real ones in a ball of a generated one. */
  readonly inReal: Uint8Array
  readonly inFake: Uint8Array
  /** Real images whose ball holds a generated one. */
  readonly covered: Uint8Array
  /** Generated images in each real image's ball. */
  readonly held: Uint32Array
}

/** What a row of distances from a real image to the generated ones adds to what has been found. */
function createCross(found: Found, nearest: Readonly<Record<Side, Float64Array>>): PairObserver['cross'] {
  const recallReal = radii(nearest.real, K_RECALL)
  const recallFake = radii(nearest.fake, K_RECALL)
  const coverageReal = radii(nearest.real, K_COVERAGE)
  return (i, products, squareReal, squaresFake) => {
    const [precise, open] = [recallReal[i] as number, coverageReal[i] as number]
    let held = 0
    for (let j = 0; j < products.length; j++) {
      const distance = distanceFromProduct(squareReal, squaresFake[j] as number, products[j] as number)
      if (distance <= precise) found.inReal[j] = 1
      if (distance <= (recallFake[j] as number)) found.inFake[i] = 1
      if (distance < open) held++
    }
    found.held[i] = held
    found.covered[i] = held > 0 ? 1 : 0
  }
}

export function observeManifold({
  real,
  fake,
}: TwoSets): PairObserver & { precisionRecall(): PrecisionRecall; densityCoverage(): DensityCoverage } {
  const nearest = { real: noNeighbours(real), fake: noNeighbours(fake) }
  const squares = { real: new Float64Array(real.rows), fake: new Float64Array(fake.rows) }
  const flags = (rows: number) => new Uint8Array(rows)
  const found = { inReal: flags(fake.rows), inFake: flags(real.rows), covered: flags(real.rows), held: new Uint32Array(real.rows) }
  let cross: PairObserver['cross'] | null = null
  return {
    own(side, i, products) {
      const square = products[i] as number
      squares[side][i] = square
      for (let j = 0; j < i; j++) {
        const distance = distanceFromProduct(square, squares[side][j] as number, products[j] as number)
        insertSorted(nearest[side], i * K_COVERAGE, K_COVERAGE, distance)
        insertSorted(nearest[side], j * K_COVERAGE, K_COVERAGE, distance)
      }
    },
    cross(...row) {
      cross ??= createCross(found, nearest) // the balls are known by now
      cross(...row)
    },
    precisionRecall() {
      checkCount(real.rows, K_RECALL + 1, 'real images', 'precision and recall')
      checkCount(fake.rows, K_RECALL + 1, 'generated images', 'precision and recall')
      return { precision: mean(found.inReal), recall: mean(found.inFake) }
    },
    densityCoverage() {
      checkCount(real.rows, K_COVERAGE + 1, 'real images', 'density and coverage')
      return { density: (mean(found.held) * real.rows) / (K_COVERAGE * fake.rows), coverage: mean(found.covered) }
    },
  }
}

function mean(values: Uint8Array | Uint32Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}
