// Whether a generator has learnt its training images by heart, which no distance between distributions can see. The samples' nearest training
// images are compared with those of real images that it has not been trained on [Meehan, Chaudhuri and Dasgupta 2020, "A non-parametric test
// to detect data-copying in generative models"]: a generator that has learnt what the images have in common comes as near to the training
// images as new real images do, and no nearer.
//
// The plain distance raises a false alarm: a dull sample in the middle of all images is nearer to most of them than they are to each other.
// So the gauge is how much nearer the nearest training image is than the following ones [Carlini et al. 2023, "Extracting training data
// from diffusion models", §4.2]: a copy stands out, an average does not. It is blind to a copy of an image of which the training set has
// dozens.
import { FeatureError, type FeatureTable } from '../features/feature-table.ts'
import { checkCount, checkTable, checkWidths } from './check.ts'
import { insertSorted, type OnWork, scanPairs, squaredDistance, squaresOf } from './products.ts'

/** The nearest training image of each image asked about. */
export interface Nearest {
  readonly index: Uint32Array
  /** Euclidean distance of the features. */
  readonly distance: Float64Array
  /** The distance over the mean distance to the NEIGHBOURS nearest: 0 for a copy, near 1 where many are as near. */
  readonly relative: Float64Array
}

export interface Memorisation {
  /**
   * Share of samples that stand out nearer to a training image than all but `expectedShare` of the held-out images do. It is near `expectedShare`
   * for a generator that does not copy; what is above it is the share of copies.
   */
  readonly copiedShare: number
  readonly expectedShare: number
  /** How often a sample stands out nearer to a training image than a held-out image does: 0.5 for a generator that does not copy, 1 at worst. */
  readonly closer: number
  /** By how many standard errors `closer` is above 0.5 [Mann and Whitney 1947; Meehan's Z_U with the sign turned]. Above 3 is no accident. */
  readonly zScore: number
  /** Median plain distance of the samples over that of the held-out images. Below 1 is a copyist or a dull generator, above 1 bad samples. */
  readonly distanceRatio: number
}

/** Carlini's number of neighbours; fewer where there are fewer training images. */
const NEIGHBOURS = 50
const TAIL = 0.05
/** With fewer held-out images there is no 5th percentile: of 19 others the first is it. */
export const LEAST_HELD_OUT = Math.ceil(1 / TAIL) - 1
const LEAST_TRAINING = 2

/** @param images what the rows of `table` are, in the plural */
export function nearestIn(training: FeatureTable, table: FeatureTable, images: string, onWork?: OnWork): Nearest {
  checkTable(training, 'training images')
  checkTable(table, images)
  checkWidths(training.width, table.width)
  checkCount(training.rows, LEAST_TRAINING, 'training images', 'the search for copies')
  const squaresTraining = squaresOf(training)
  const squares = squaresOf(table)
  const result = { index: new Uint32Array(table.rows), distance: new Float64Array(table.rows), relative: new Float64Array(table.rows) }
  const nearest = new Float64Array(Math.min(NEIGHBOURS, training.rows)) // squared distances, the nearest first
  const visit = (i: number, products: Float64Array) => {
    nearest.fill(Number.POSITIVE_INFINITY)
    for (let j = 0; j < products.length; j++) {
      const distance = squaredDistance(squares[i] as number, squaresTraining[j] as number, products[j] as number)
      if (distance < (nearest[0] as number)) result.index[i] = j
      insertSorted(nearest, 0, nearest.length, distance)
    }
    const distance = Math.sqrt(nearest[0] as number)
    const mean = nearest.reduce((sum, squared) => sum + Math.sqrt(squared), 0) / nearest.length
    result.distance[i] = distance
    result.relative[i] = mean > 0 ? distance / mean : 0
  }
  scanPairs(table, training, visit, onWork)
  return result
}

/** Both found in the same training images. The fewer the held-out images, the rougher: with 19 `copiedShare` may be twice or half as large. */
export function memorisation(samples: Nearest, heldOut: Nearest): Memorisation {
  checkCount(heldOut.index.length, LEAST_HELD_OUT, 'held-out images', 'the search for copies')
  const usual = heldOut.relative.slice().sort()
  const [count, others] = [samples.relative.length, usual.length]
  // Of new images like the held-out ones, a share of exactly place / (others + 1) is expected below the one at that place.
  const place = Math.floor(TAIL * (others + 1))
  const threshold = usual[place - 1] as number
  const farther = samples.relative.reduce((sum, value) => sum + others - rankIn(usual, value), 0)
  const closer = farther / (count * others)
  const median = medianOf(heldOut.distance)
  if (median === 0) {
    throw new FeatureError(
      'Most held-out images are training images too, so they cannot show what copying is: hold out images that differ.',
    )
  }
  return {
    copiedShare: samples.relative.filter((value) => value < threshold).length / count,
    expectedShare: place / (others + 1),
    closer,
    zScore: (closer - 0.5) / Math.sqrt((count + others + 1) / (12 * count * others)),
    distanceRatio: medianOf(samples.distance) / median,
  }
}

/** How many of the ascending numbers are below a value; those equal to it count half. */
function rankIn(ascending: Float64Array, value: number): number {
  const [below, above] = [firstPlace(ascending, (other) => other >= value), firstPlace(ascending, (other) => other > value)]
  return (below + above) / 2
}

/** The first place in ascending numbers from which on a question is answered with yes. */
function firstPlace(ascending: Float64Array, reached: (value: number) => boolean): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (reached(ascending[middle] as number)) high = middle
    else low = middle + 1
  }
  return low
}

function medianOf(values: Float64Array): number {
  const ascending = values.slice().sort()
  const middle = ascending.length >> 1
  return ((ascending[middle] as number) + (ascending[(ascending.length - 1) >> 1] as number)) / 2
}
