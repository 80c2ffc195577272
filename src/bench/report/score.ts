// How long a score takes: images through the feature network on the device, and the numbers from their features on the CPU.

import { drawShapes } from '../../data/shapes.ts'
import { extractFeatures } from '../../eval/features/extract.ts'
import type { FeatureTable } from '../../eval/features/feature-table.ts'
import type { FeatureNetwork } from '../../eval/features/networks/network.ts'
import { computeScore } from '../../eval/metrics/score.ts'
import type { ImageBlock } from '../../spec/image-block.ts'
import type { ScoreFigures } from '../../spec/machine-report.ts'
import { RandomStream } from '../../spec/rng.ts'
import { median } from '../median.ts'
import { roundsWithin, type TimeBox } from './plan.ts'

/** Images of a round: two batches. */
const IMAGES = 64
/** Side of the images, in pixels. */
const SIDE = 32
/** Twice the images compared are searched for copies, and a tenth of the set is held out from training. */
const SEARCHED = 2
const HELD_OUT = 0.1

/** @param counts samples of the numbers that are timed, and of the score whose time is extrapolated */
export async function measureScore(
  network: FeatureNetwork,
  counts: { timed: number; reported: number },
  now: () => number,
  box: TimeBox,
): Promise<ScoreFigures> {
  const images: ImageBlock = { images: drawShapes(IMAGES, SIDE, 0), count: IMAGES, size: SIDE, channels: 3 }
  const timeOnce = async () => {
    const began = now()
    await extractFeatures(network, images)
    return now() - began
  }
  box.progress(0.1, network.name)
  await timeOnce() // compiles
  box.progress(0.5, network.name)
  const times = [await timeOnce()]
  const rounds = roundsWithin(box.left() / 2, times[0] as number)
  while (times.length < rounds && box.fits(times[0] as number)) times.push(await timeOnce())
  box.progress(0.8, 'the numbers')
  const numbersMs = timeNumbers(network, counts.timed, now)
  const imagesPerSecond = (1000 * IMAGES) / median(times)
  const seconds = counts.reported / imagesPerSecond + (numbersMs / 1000) * (counts.reported / counts.timed) ** 2 // every pair is compared
  return { imagesPerSecond, rounds: times.length, numbersMs, numbersCount: counts.timed, count: counts.reported, seconds }
}

/** The time does not depend on what the features are. */
function timeNumbers({ layers, layer }: FeatureNetwork, count: number, now: () => number): number {
  const stream = new RandomStream(1, 'dataset')
  const width = layers[layer] as number
  const table = (rows: number): FeatureTable => ({ values: stream.uniforms(rows * width), rows, width })
  const pictures = (seed: number): ImageBlock => ({ images: drawShapes(count, SIDE, seed), count, size: SIDE, channels: 3 })
  const sets = { real: table(count), fake: table(count), training: table(SEARCHED * count), heldOut: table(Math.ceil(HELD_OUT * count)) }
  const question = { sets, pictures: { real: pictures(1), fake: pictures(2) }, seed: 1 }
  const began = now()
  computeScore(question)
  return now() - began
}
