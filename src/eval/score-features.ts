// The features that a score is computed from: those of real images, and those of samples or of any other images in their place. They need
// the device; the numbers (metrics/score.ts) need only a CPU and may be computed elsewhere while training goes on.

import { type Dataset, imagesAt } from '../data/dataset.ts'
import type { Split } from '../data/sampling.ts'
import { evenlySpaced, range } from '../data/sampling.ts'
import { throwIfCancelled, type WorkOptions } from '../spec/cancel.ts'
import type { ImageBlock } from '../spec/image-block.ts'
import type { SampleGrid } from '../spec/report.ts'
import type { ScorePhase, ScoreProgress } from '../spec/scores.ts'
import { type Costs, type Part, WorkProgress } from '../spec/work-progress.ts'
import { extractFeatures, imagesOf } from './features/extract.ts'
import { type FeatureTable, takeRows } from './features/feature-table.ts'
import type { FeatureNetwork } from './features/networks/network.ts'
import type { ScoreInput } from './metrics/metric.ts'
import { classesOfRows, type KnownClasses } from './score-classes.ts'

/** Twice as many training images as are compared are searched for copies: a copy is found only where its original is among them. */
const SEARCHED = 2

/** Samples, or other images in their place. */
export interface Drawn {
  readonly images: ImageBlock
  /** The class that each was asked for, among the names of `classes` of the request; absent where they have none. */
  readonly classes?: readonly number[]
}

export interface ScoreRequest {
  readonly dataset: Dataset
  /** Which of its images the generator was trained on. */
  readonly split: Split
  /** Images of each side that are compared, at most. */
  readonly count: number
  readonly seed: number
  /** What the images truly show; null where that is not known, or samples are drawn of no class. */
  readonly classes: KnownClasses | null
  draw(options: WorkOptions): Promise<Drawn>
}

/** Of the real images: the same for every score of a run. */
export interface RealFeatures {
  /** Those searched for copies; every other one is compared. */
  readonly training: FeatureTable
  /** Which image of the set each of its rows is. */
  readonly trainingImages: Uint32Array
  readonly heldOut: FeatureTable | undefined
  readonly heldOutImages: Uint32Array
  readonly pictures: ImageBlock
}

/** How each phase of a score is followed and cancelled. */
export type PhaseOptions = (phase: ScorePhase) => WorkOptions

/** @throws FeatureError where there is nothing to compare with; CancelledError */
export async function gatherReal(
  network: FeatureNetwork,
  { dataset, split, count }: ScoreRequest,
  options: PhaseOptions,
): Promise<RealFeatures> {
  const trainingImages = evenlySpaced(split.training, SEARCHED * count)
  const heldOutImages = evenlySpaced(split.heldOut, count)
  const indices = [...trainingImages, ...heldOutImages]
  const table = await extractFeatures(network, dataset, { ...options('real'), indices })
  const rows = range(indices.length)
  const searched = trainingImages.length
  return {
    training: takeRows(table, rows.subarray(0, searched)),
    trainingImages,
    heldOut: heldOutImages.length > 0 ? takeRows(table, rows.subarray(searched)) : undefined,
    heldOutImages,
    pictures: imagesAt(dataset, evenlySpaced(trainingImages, count)),
  }
}

/** Features of the samples, and with them everything that the numbers are computed from. @throws FeatureError; CancelledError */
export async function gatherSamples(
  network: FeatureNetwork,
  { count, seed, classes, draw }: ScoreRequest,
  real: RealFeatures,
  options: PhaseOptions,
): Promise<ScoreInput> {
  const drawn = await draw(options('drawing'))
  const fake = await extractFeatures(network, drawn.images, options('samples'))
  const { training, trainingImages, heldOut, heldOutImages } = real
  const compared = evenlySpaced(range(training.rows), count)
  const sets = { real: takeRows(training, compared), fake, training, ...(heldOut ? { heldOut } : {}) }
  const images = { real: evenlySpaced(trainingImages, count), training: trainingImages, heldOut: heldOutImages }
  return {
    sets,
    pictures: { real: real.pictures, fake: drawn.images },
    ...(classes && drawn.classes ? { classes: classesOfRows(classes, images, drawn.classes) } : {}),
    seed,
  }
}

/** For a request: `count` samples. @param draw calls back with how many are drawn; what the callback throws ends the drawing */
export function drawing(
  count: number,
  draw: (onDrawn: (done: number) => void) => Promise<Pick<SampleGrid, 'pictures' | 'classes'>>,
): ScoreRequest['draw'] {
  return async ({ signal, onProgress }) => {
    const { pictures, classes } = await draw((done) => {
      throwIfCancelled(signal)
      onProgress?.(done / count)
    })
    return { images: imagesOf(pictures), ...(classes && { classes }) }
  }
}

/** Seconds that the phases took when they were timed last, for each feature network. */
export type ScoreCosts = WeakMap<FeatureNetwork, Costs<ScorePhase>>

interface FollowOptions {
  readonly network: FeatureNetwork
  readonly request: Pick<ScoreRequest, 'split' | 'count'>
  /** Whether the features of the real images are known already. */
  readonly realIsKnown?: boolean
  readonly costs: ScoreCosts
  /** Seconds of a steady clock. */
  now(): number
  readonly signal?: WorkOptions['signal']
  onProgress(progress: ScoreProgress): void
}

/** Turns the progress of each phase into that of the whole score. */
export function followScore({ network, request, realIsKnown = false, costs, now, signal, onProgress }: FollowOptions): PhaseOptions {
  const cost = costs.get(network) ?? new Map<ScorePhase, number>()
  costs.set(network, cost)
  const work = new WorkProgress(partsOf(request.count, realIsKnown ? 0 : realCount(request)), cost, now)
  return (phase) => ({
    signal,
    onProgress: (done) =>
      onProgress({ phase, share: work.update(phase, done), left: work.secondsLeft(), waits: work.secondsLeft('numbers') }),
  })
}

function realCount({ split: { training, heldOut }, count }: Pick<ScoreRequest, 'split' | 'count'>): number {
  return Math.min(training.length, SEARCHED * count) + Math.min(heldOut.length, count)
}

/** Pairs of images that the numbers are computed from, as a multiple of count²: those compared, and those searched for copies. */
const PAIRS = 5

/** Seconds are guesses until they have been timed; before, only their ratios matter. */
function partsOf(count: number, real: number): readonly Part<ScorePhase>[] {
  return [
    { name: 'real', size: real, guess: 0.01, onDevice: true },
    { name: 'drawing', size: count, guess: 0.005, onDevice: true },
    { name: 'samples', size: count, guess: 0.01, onDevice: true },
    { name: 'numbers', size: PAIRS * count ** 2, guess: 1e-6, onDevice: false },
  ]
}
