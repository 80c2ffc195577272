// The images by which a whole set is judged: enough to be sure, few enough to be quick.
import { RandomStream } from '../../spec/rng.ts'
import { takenOf } from '../collection.ts'
import type { YieldIfDue } from '../concurrency.ts'
import type { Dataset } from '../dataset.ts'
import { luminanceOfImage } from '../pixels.ts'

const MAX_IMAGES = 2000
const SEED = 0

export interface Sample {
  readonly set: Dataset
  /** Numbers of the images in the set, ascending. */
  readonly images: readonly number[]
  /** Luminance of each, [size · size]. */
  readonly luminance: readonly Float32Array[]
}

export async function drawSample(set: Dataset, leftOut: ReadonlySet<number>, yieldIfDue: YieldIfDue): Promise<Sample> {
  const taken = takenOf({ count: set.count, leftOut })
  const order = new RandomStream(SEED, 'examination').permutation(taken.length).subarray(0, MAX_IMAGES).sort()
  const images = Array.from(order, (index) => taken[index] as number)
  const luminance: Float32Array[] = []
  for (const image of images) {
    await yieldIfDue()
    luminance.push(luminanceOfImage(set.images, image, new Float32Array(set.size * set.size), set.channels))
  }
  return { set, images, luminance }
}
