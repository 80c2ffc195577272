// Whether a generator has memorised its training images, which no distance between distributions can detect. The samples' nearest
// training images are compared with those of real images that it has not been trained on [Meehan, Chaudhuri and Dasgupta 2020, "A
// non-parametric test to detect data-copying in generative models"]: a generator that has learnt what the images have in common comes as
// near to the training images as new real images do, and no nearer.
//
// By the plain distance, as in that test, uniform samples look like copies: a point in the middle of all images is nearer to most of them than
// they are to each other. So the measure is how much nearer the nearest training image is than the following ones [Carlini et al. 2023,
// "Extracting training data from diffusion models"]: a copy stands out, an average does not. It cannot detect
// copies of an image that the training set contains dozens of times.
import type { Memorisation } from '../../spec/scores.ts'
import { FeatureError } from '../errors.ts'
import { checkTable } from '../features/check.ts'
import type { FeatureTable } from '../features/feature-table.ts'
import { checkCount, checkWidths } from './check.ts'
import type { CreateMetric } from './metric.ts'
import { distanceFromProduct, insertSorted, type OnWork, scanPairs, squaresOf } from './products.ts'

/** The nearest training image of each image. */
export interface Nearest {
  readonly index: Uint32Array
  /** Euclidean distance of the features. */
  readonly distance: Float64Array
  /** The distance over the mean distance to the NEIGHBOURS nearest: 0 for a copy, near 1 where many are as near. */
  readonly relative: Float64Array
}

/** Carlini's number of neighbours; fewer where there are fewer training images. */
const NEIGHBOURS = 50
const TAIL = 0.05
/** With fewer held-out images there is no 5th percentile: of 19 others the first is it. */
const LEAST_HELD_OUT = Math.ceil(1 / TAIL) - 1
const LEAST_TRAINING = 2

export const copiesMetric: CreateMetric = ({ sets: { fake, training, heldOut } }) => ({
  work: training && heldOut ? training.rows * (fake.rows + heldOut.rows) * fake.width : 0,
  scores: {
    memorisation(onWork) {
      if (!training || !heldOut) {
        throw new FeatureError(
          `Copies of training images show only beside real images that the generator has not seen: hold out ${LEAST_HELD_OUT} or more from training.`,
        )
      }
      checkCount(heldOut.rows, LEAST_HELD_OUT, 'held-out images', 'the search for copies')
      const samples = nearestIn(training, fake, 'generated images', onWork)
      return { memorisation: memorisation(samples, nearestIn(training, heldOut, 'held-out images', onWork)) }
    },
  },
})

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
      const distance = distanceFromProduct(squares[i] as number, squaresTraining[j] as number, products[j] as number)
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

/** Both found in the same training images. */
export function memorisation(samples: Nearest, heldOut: Nearest): Memorisation {
  const [count, others] = [samples.index.length, heldOut.index.length]
  checkCount(others, LEAST_HELD_OUT, 'held-out images', 'the search for copies')
  // Among m + 1 images of one kind every order is as likely, so a new one is below the one at a place among m with just this chance. How
  // many are below it then follows the beta-binomial distribution of (place, m + 1 - place).
  const place = Math.floor(TAIL * (others + 1))
  const threshold = heldOut.relative.slice().sort()[place - 1] as number
  if (threshold === 0) {
    throw new FeatureError(
      'One in twenty of the held-out images or more are training images too, so they cannot show what copying is: hold out images that differ.',
    )
  }
  const expectedShare = place / (others + 1)
  return {
    copiedShare: samples.relative.filter((value) => value < threshold).length / count,
    expectedShare,
    expectedDeviation: Math.sqrt((expectedShare * (1 - expectedShare) * (1 + (count - 1) / (others + 2))) / count),
    distanceRatio: medianOf(samples.distance) / medianOf(heldOut.distance),
  }
}

function medianOf(values: Float64Array): number {
  const ascending = values.slice().sort()
  const middle = ascending.length >> 1
  return ((ascending[middle] as number) + (ascending[(ascending.length - 1) >> 1] as number)) / 2
}
