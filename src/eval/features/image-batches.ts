// Runs D on many images in batches of one shape, with one readback each, so that memory is bounded and the event loop runs in between.

import { gatherImages } from '../../data/sampling.ts'
import type { RunNetwork } from '../../gan/models.ts'
import { type Discriminator, imageShape, type Network } from '../../gan/networks/build.ts'
import type { Weights } from '../../gan/networks/parameters.ts'
import { normaliseWeights } from '../../gan/networks/spectral-norm.ts'
import { throwIfCancelled, type WorkOptions } from '../../spec/cancel.ts'
import type { ImageBlock } from '../../spec/image-block.ts'
import { readNumbers } from '../../tensor/readback.ts'
import { yieldToEvents } from '../../tensor/scheduling.ts'
import * as tf from '../../tensor/tf.ts'
import { FeatureError } from '../errors.ts'

/** The part of a network of a run that a forward pass needs. */
export type ImageNetwork<N extends Network<tf.Tensor4D> = Network<tf.Tensor4D>> = Pick<RunNetwork<N>, 'network' | 'weights' | 'spectralU'>
export type RunDiscriminator = ImageNetwork<Discriminator>

/** Images that D processes together: enough to keep a GPU busy; at 64 px and width 64 its widest activations take 64 MiB. */
export const VIEWS_AT_ONCE = 64

interface BatchWork {
  /** Images of a batch. */
  readonly batch: number
  /** [batch, S, S, C] in [-1, 1] → [batch, anything], with D's weights as they were at the beginning. */
  forward(weights: Weights, images: tf.Tensor4D): tf.Tensor2D
  /** Gets the numbers of `count` images, the first of them that of index `from`. */
  onNumbers(numbers: Float32Array, from: number, count: number): void
}

/** @param indices which images, in the order in which `take` gets them */
export async function runInBatches(
  { network, weights, spectralU }: ImageNetwork,
  block: ImageBlock,
  indices: ArrayLike<number>,
  { batch, forward, onNumbers }: BatchWork,
  { signal, onProgress }: WorkOptions = {},
): Promise<void> {
  const { size, channels } = block
  checkBlock(imageShape(network.definition.input), block, indices)
  const frozen = tf.tidy(() => frozenWeights(normaliseWeights(weights, spectralU, false)))
  try {
    for (let from = 0; from < indices.length; from += batch) {
      await yieldToEvents()
      throwIfCancelled(signal)
      const last = indices.length - 1
      const shown = Array.from({ length: batch }, (_, i) => indices[Math.min(from + i, last)] as number) // filled up with the last
      const output = tf.tidy(() => forward(frozen, tf.tensor4d(gatherImages(block, shown), [batch, size, size, channels])))
      try {
        const count = Math.min(batch, indices.length - from)
        onNumbers(await readNumbers(output), from, count)
        onProgress?.((from + count) / indices.length)
      } finally {
        output.dispose()
      }
    }
  } finally {
    tf.dispose(Object.values(frozen))
  }
}

function checkBlock(input: ReturnType<typeof imageShape>, { size, channels, count }: ImageBlock, indices: ArrayLike<number>): void {
  if (size !== input.size || channels !== input.channels) {
    const kind = (of: { size: number; channels: number }) => `${of.size} px and ${of.channels === 1 ? 'grey' : 'in colour'}`
    throw new FeatureError(`D was made for images of ${kind(input)}; these are ${kind({ size, channels })}. Prepare them alike.`)
  }
  for (let i = 0; i < indices.length; i++) {
    const image = indices[i] as number
    if (!(image >= 0 && image < count)) throw new FeatureError(`There is no image ${image + 1}: there are ${count}.`)
  }
}

/** Copies, so that a run that trains on meanwhile does not change them. */
function frozenWeights(weights: Weights): Weights {
  return Object.fromEntries(Object.entries(weights).map(([name, tensor]) => [name, tf.mul(tensor, 1)]))
}
