// A score: features of real images and of samples, then the numbers. The first needs the device and the second only a processor, so they
// are apart: the numbers may be worked out elsewhere while training goes on.
import type { Pictures } from '../spec/report.ts'
import type { Scores } from '../spec/scores.ts'
import type { Dataset } from './data/dataset.ts'
import type { Split } from './data/split.ts'
import { type ExtractOptions, extractFeatures, type FeatureImages, imagesOf } from './features/extract.ts'
import { FeatureError, type FeatureTable } from './features/feature-table.ts'
import type { FeatureNetwork } from './features/networks/network.ts'
import { pairSimilarity } from './metrics/ms-ssim.ts'
import { nearestIn } from './metrics/nearest.ts'
import { takeRows } from './metrics/products.ts'
import { type Sets, scoreSets } from './metrics/score.ts'

/** For so many samples the nearest training image is told. */
const SHOWN = 16

/** Twice the images compared are looked through for copies: finding a copy takes having looked at what was copied. */
const LOOKED_THROUGH = 2

type Watch = Pick<ExtractOptions, 'onProgress' | 'signal'>

/** The real images' part: the same for every score of a run. */
export interface RealSide {
  /** Those looked through for copies; every other one is compared. */
  readonly training: FeatureTable
  /** Which image of the set each of its rows is. */
  readonly trainingImages: Uint32Array
  readonly heldOut: FeatureTable | undefined
  readonly pictures: FeatureImages
}

export interface FakeSide {
  readonly features: FeatureTable
  readonly pictures: FeatureImages
}

/** Everything that the numbers are worked out from. */
export interface ScoreQuestion {
  readonly sets: Sets
  readonly pictures: { readonly real: FeatureImages; readonly fake: FeatureImages }
  /** Of the random choices among them. */
  readonly seed: number
}

export interface ScoreAnswer {
  readonly scores: Scores
  /** For the first samples: which training image is nearest, as a row, and how far it is. */
  readonly nearest: readonly { readonly row: number; readonly distance: number }[]
}

/** @throws FeatureError where there is nothing to compare with; CancelledError */
export async function gatherReal(
  network: FeatureNetwork,
  dataset: Dataset,
  { training, heldOut }: Split,
  count: number,
  { onProgress, signal }: Watch,
): Promise<RealSide> {
  const trainingImages = spread(training, LOOKED_THROUGH * count)
  const others = spread(heldOut, count)
  const indices = [...trainingImages, ...others]
  const table = await extractFeatures(network, dataset, { indices, onProgress, signal })
  const rows = (from: number, to: number) => ({
    values: table.values.slice(from * table.width, to * table.width),
    rows: to - from,
    width: table.width,
  })
  return {
    training: rows(0, trainingImages.length),
    trainingImages,
    heldOut: others.length > 0 ? rows(trainingImages.length, indices.length) : undefined,
    pictures: imagesAt(dataset, spread(trainingImages, count)),
  }
}

/** @param draw pictures of some seeds; `seeds` of them are compared */
export async function gatherFake(
  network: FeatureNetwork,
  draw: (seeds: readonly number[]) => Promise<Pictures>,
  seeds: readonly number[],
  { onProgress, signal }: Watch,
): Promise<FakeSide> {
  return gatherImages(network, imagesOf(await draw(seeds)), { onProgress, signal })
}

/** Images from anywhere in the place of samples. */
export async function gatherImages(network: FeatureNetwork, pictures: FeatureImages, watch: Watch): Promise<FakeSide> {
  return { features: await extractFeatures(network, pictures, watch), pictures }
}

export function askForScore(real: RealSide, fake: FakeSide, count: number, seed: number): ScoreQuestion {
  const { training, heldOut } = real
  const compared = spread(numbersTo(training.rows), count)
  const sets = { real: takeRows(training, compared), fake: fake.features, training, ...(heldOut ? { heldOut } : {}) }
  return { sets, pictures: { real: real.pictures, fake: fake.pictures }, seed }
}

export function answerScore({ sets, pictures, seed }: ScoreQuestion, onProgress?: (share: number) => void): ScoreAnswer {
  const scores = scoreSets(sets, seed, onProgress)
  const { training, fake } = sets
  const first = takeRows(fake, numbersTo(Math.min(SHOWN, fake.rows)))
  const found = training ? nearestIn(training, first, 'samples') : null
  const nearest = found ? Array.from(found.index, (row, i) => ({ row, distance: found.distance[i] as number })) : []
  const missing = { ...scores.missing }
  const similarity = attempt(() => ({ fake: pairSimilarity(pictures.fake, seed), real: pairSimilarity(pictures.real, seed) }))
  if (typeof similarity === 'string') return { scores: { ...scores, similarity: null, missing: { ...missing, similarity } }, nearest }
  return { scores: { ...scores, similarity, missing }, nearest }
}

/** A result, or the sentence that says why there is none. */
function attempt<T extends object>(compute: () => T): T | string {
  try {
    return compute()
  } catch (error) {
    if (error instanceof FeatureError) return error.message
    throw error
  }
}

/** Evenly spread over all, in their order; all where there are no more. */
export function spread(all: Uint32Array, count: number): Uint32Array {
  if (all.length <= count) return all
  return Uint32Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)] as number)
}

function numbersTo(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => i)
}

/** Some images of a set, as a set of their own. */
export function imagesAt({ images, size, channels }: FeatureImages, indices: ArrayLike<number>): FeatureImages {
  const length = size * size * channels
  const chosen = new Uint8Array(indices.length * length)
  for (let i = 0; i < indices.length; i++) {
    const from = (indices[i] as number) * length
    chosen.set(images.subarray(from, from + length), i * length)
  }
  return { images: chosen, count: indices.length, size, channels }
}
