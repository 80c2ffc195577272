// All scores of a set of generated images at once, and for each that cannot be given the reason.

import { RandomStream } from '../../spec/rng.ts'
import type { Memorisation, ScoreName, Scores } from '../../spec/scores.ts'
import { FeatureError } from '../errors.ts'
import { type FeatureTable, takeRows } from '../features/feature-table.ts'
import { checkCount } from './check.ts'
import { frechetDistance, leastImages, momentsOf } from './frechet.ts'
import { observeKernel } from './kid.ts'
import { observeManifold } from './manifold.ts'
import { LEAST_HELD_OUT, memorisation, nearestIn } from './nearest.ts'
import { checkSets, observePairs } from './pairs.ts'
import type { OnWork } from './products.ts'

/** Features of one network, of images of one size. */
export interface Sets {
  /** What the generated images should look like. */
  readonly real: FeatureTable
  readonly fake: FeatureTable
  /** What the generator has been trained on, and real images that it has not: with both, copies can be told. */
  readonly training?: FeatureTable
  readonly heldOut?: FeatureTable
}

/** All that features tell; how alike the pictures are to each other is told by the pictures. */
export type FeatureScores = Omit<Scores, 'similarity'>

/** How many times as long as a multiplication of the scans the roots of a Fréchet distance take, for each width³. */
const ROOT_WORK = 16

export type Missing = Partial<Record<ScoreName, string>>

/** @param seed of the split of the real images for the floor */
export function scoreSets(sets: Sets, seed: number, onProgress?: (share: number) => void): FeatureScores {
  checkSets(sets)
  const { real, fake, training, heldOut } = sets
  const missing: Missing = {}
  const onWork = createMeter(workOf(sets), onProgress)
  const distances = scoreFrechet(sets, seed, missing, onWork)
  const kernel = observeKernel(sets)
  const manifold = observeManifold(sets)
  observePairs(sets, [kernel, manifold], onWork)
  const scores = {
    counts: { real: real.rows, fake: fake.rows, training: training?.rows ?? 0, heldOut: heldOut?.rows ?? 0 },
    ...distances,
    ...(attempt('kid', missing, kernel.result) ?? { kid: null, kidStderr: null }),
    ...(attempt('precisionRecall', missing, manifold.precisionRecall) ?? { precision: null, recall: null }),
    ...(attempt('densityCoverage', missing, manifold.densityCoverage) ?? { density: null, coverage: null }),
    memorisation: attempt('memorisation', missing, () => scoreCopies(sets, onWork)),
    missing,
  }
  onProgress?.(1)
  return scores
}

/** What a computation gives, or null and its refusal written down. */
export function attempt<T>(name: ScoreName, missing: Missing, compute: () => T): T | null {
  try {
    return compute()
  } catch (error) {
    if (!(error instanceof FeatureError)) throw error
    missing[name] = error.message
    return null
  }
}

type FrechetScores = Pick<Scores, 'fid' | 'fidFloor' | 'fidFloorCount' | 'fidFloorAtCounts'>

function scoreFrechet({ real, fake }: Sets, seed: number, missing: Missing, onWork: OnWork): FrechetScores {
  const count = Math.min(real.rows >> 1, fake.rows)
  const work = frechetWork(real.width)
  const fid = attempt('fid', missing, () => frechetDistance(momentsOf(real, 'real images'), momentsOf(fake, 'generated images')))
  onWork(work(real.rows + fake.rows))
  const fidFloor = attempt('fidFloor', missing, () => {
    checkCount(count, leastImages(real.width), 'real images in each half', 'the floor of the Fréchet distance')
    const order = new RandomStream(seed, 'scoring').permutation(real.rows)
    const half = (first: number) => momentsOf(takeRows(real, order.subarray(first, first + count)), 'real images in one half')
    return frechetDistance(half(0), half(count))
  })
  onWork(work(2 * count))
  const fidFloorAtCounts = fidFloor === null ? null : (fidFloor * count * (1 / real.rows + 1 / fake.rows)) / 2
  return { fid, fidFloor, fidFloorCount: count, fidFloorAtCounts }
}

function scoreCopies({ fake, training, heldOut }: Sets, onWork: OnWork): Memorisation {
  if (!training || !heldOut) {
    throw new FeatureError(
      `Copies of training images show only beside real images that the generator has not seen: hold out ${LEAST_HELD_OUT} or more from training.`,
    )
  }
  checkCount(heldOut.rows, LEAST_HELD_OUT, 'held-out images', 'the search for copies')
  return memorisation(nearestIn(training, fake, 'generated images', onWork), nearestIn(training, heldOut, 'held-out images', onWork))
}

function frechetWork(width: number): (images: number) => number {
  return (images) => (images * width ** 2) / 2 + ROOT_WORK * width ** 3
}

function workOf({ real, fake, training, heldOut }: Sets): number {
  const work = frechetWork(real.width)
  const frechet = work(real.rows + fake.rows) + work(2 * Math.min(real.rows >> 1, fake.rows))
  const pairs = (real.rows ** 2 + fake.rows ** 2) / 2 + real.rows * fake.rows
  const copies = training && heldOut ? training.rows * (fake.rows + heldOut.rows) : 0
  return frechet + (pairs + copies) * real.width
}

/** While there is work left, however little. */
const NEARLY_DONE = 0.999

/** Adds up work to a share, which never goes back and is 1 only at the end. */
function createMeter(total: number, onProgress: ((share: number) => void) | undefined): OnWork {
  let done = 0
  return (work) => {
    done += work
    onProgress?.(Math.min(NEARLY_DONE, done / total))
  }
}
