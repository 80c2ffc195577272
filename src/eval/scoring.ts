// What a score is worked out from: features of real images and of samples. They need the device; the numbers need only a processor, so
// they stand apart, in metrics/answer-score.ts, and may be worked out elsewhere while training goes on.

import { type Dataset, imagesAt } from '../data/dataset.ts'
import { evenlySpaced, range, type Split } from '../data/sampling.ts'
import type { WorkOptions } from '../spec/cancel.ts'
import type { ImageBlock } from '../spec/image-block.ts'
import type { Pictures } from '../spec/report.ts'
import { extractFeatures, imagesOf } from './features/extract.ts'
import { type FeatureTable, takeRows } from './features/feature-table.ts'
import type { FeatureNetwork } from './features/networks/network.ts'
import type { ScoreInput } from './metrics/metric.ts'

/** Twice the images compared are looked through for copies: finding a copy takes having looked at what was copied. */
const LOOKED_THROUGH = 2

/** The real images' part: the same for every score of a run. */
export interface RealSide {
  /** Those looked through for copies; every other one is compared. */
  readonly training: FeatureTable
  /** Which image of the set each of its rows is. */
  readonly trainingImages: Uint32Array
  readonly heldOut: FeatureTable | undefined
  readonly pictures: ImageBlock
}

export interface FakeSide {
  readonly features: FeatureTable
  readonly pictures: ImageBlock
}

/** How many images `gatherReal` looks at. */
export function realCount({ training, heldOut }: Split, count: number): number {
  return Math.min(training.length, LOOKED_THROUGH * count) + Math.min(heldOut.length, count)
}

/** @throws FeatureError where there is nothing to compare with; CancelledError */
export async function gatherReal(
  network: FeatureNetwork,
  dataset: Dataset,
  { training, heldOut }: Split,
  count: number,
  watch: WorkOptions,
): Promise<RealSide> {
  const trainingImages = evenlySpaced(training, LOOKED_THROUGH * count)
  const others = evenlySpaced(heldOut, count)
  const indices = [...trainingImages, ...others]
  const table = await extractFeatures(network, dataset, { ...watch, indices })
  const rows = range(indices.length)
  const seen = trainingImages.length
  return {
    training: takeRows(table, rows.subarray(0, seen)),
    trainingImages,
    heldOut: others.length > 0 ? takeRows(table, rows.subarray(seen)) : undefined,
    pictures: imagesAt(dataset, evenlySpaced(trainingImages, count)),
  }
}

/** @param draw pictures of some seeds; `seeds` of them are compared */
export async function gatherFake(
  network: FeatureNetwork,
  draw: (seeds: readonly number[]) => Promise<Pictures>,
  seeds: readonly number[],
  watch: WorkOptions,
): Promise<FakeSide> {
  return gatherImages(network, imagesOf(await draw(seeds)), watch)
}

/** Images from anywhere in the place of samples. */
export async function gatherImages(network: FeatureNetwork, pictures: ImageBlock, watch: WorkOptions): Promise<FakeSide> {
  return { features: await extractFeatures(network, pictures, watch), pictures }
}

export function askForScore(real: RealSide, fake: FakeSide, count: number, seed: number): ScoreInput {
  const { training, heldOut } = real
  const compared = evenlySpaced(range(training.rows), count)
  const sets = { real: takeRows(training, compared), fake: fake.features, training, ...(heldOut ? { heldOut } : {}) }
  return { sets, pictures: { real: real.pictures, fake: fake.pictures }, seed }
}
