// What a score is worked out from: features of real images and of samples. They need the device; the numbers need only a processor, so
// they stand apart, in metrics/answer-score.ts, and may be worked out elsewhere while training goes on.
import type { Pictures } from '../spec/report.ts'
import type { Dataset } from './data/dataset.ts'
import type { Split } from './data/split.ts'
import { type ExtractOptions, extractFeatures, type FeatureImages, imagesOf } from './features/extract.ts'
import type { FeatureTable } from './features/feature-table.ts'
import type { FeatureNetwork } from './features/networks/network.ts'
import { numbersTo, type ScoreQuestion } from './metrics/answer-score.ts'
import { takeRows } from './metrics/products.ts'

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

/** Evenly spread over all, in their order; all where there are no more. */
export function spread(all: Uint32Array, count: number): Uint32Array {
  if (all.length <= count) return all
  return Uint32Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)] as number)
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
