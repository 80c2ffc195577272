// Asks D about many images: in batches of one shape, one readback each, so that memory stays what one batch takes and others get a turn.
import { readNumbers } from '../../tensor/readback.ts'
import { yieldToEvents } from '../../tensor/scheduling.ts'
import * as tf from '../../tensor/tf.ts'
import { gatherImages } from '../data/batches.ts'
import type { ImageBlock } from '../data/dataset.ts'
import type { Models } from '../models.ts'
import type { Weights } from '../networks/architecture.ts'
import { normaliseWeights } from '../networks/spectral-norm.ts'

/** The part of a run's models that looks at images. */
export type Looker = Pick<Models, 'discriminator' | 'weightsD' | 'vectorsD'>

export interface Asking {
  /** Ends the work at the next batch, with StoppedError. */
  readonly signal?: { readonly aborted: boolean }
  /** @param share done so far, up to 1 */
  readonly onProgress?: (share: number) => void
}

/** The caller's signal was aborted. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError'

  constructor() {
    super('Looking at the images was stopped.')
  }
}

/** Enough to keep a GPU busy; at 64 px and width 64 the widest activations of a batch take 64 MiB. */
export const IMAGES_AT_ONCE = 64

/**
 * @param indices which images, in the order in which they are told
 * @param ask [B, S, S, C] in [-1, 1] → [B, anything], with D's weights as they are now and stay throughout
 * @param take gets the numbers of a batch, whose first image is the one at that place among the indices
 */
export async function askInBatches(
  { weightsD, vectorsD }: Looker,
  block: ImageBlock,
  indices: ArrayLike<number>,
  ask: (weights: Weights, images: tf.Tensor4D) => tf.Tensor2D,
  take: (numbers: Float32Array, from: number, count: number) => void,
  { signal, onProgress }: Asking = {},
): Promise<void> {
  const { size, channels } = block
  const frozen = tf.tidy(() => frozenWeights(normaliseWeights(weightsD, vectorsD, false)))
  try {
    for (let from = 0; from < indices.length; from += IMAGES_AT_ONCE) {
      await yieldToEvents()
      if (signal?.aborted) throw new StoppedError()
      const last = indices.length - 1
      const batch = Array.from({ length: IMAGES_AT_ONCE }, (_, i) => indices[Math.min(from + i, last)] as number) // filled up with the last
      const answer = tf.tidy(() => ask(frozen, tf.tensor4d(gatherImages(block, batch), [IMAGES_AT_ONCE, size, size, channels])))
      try {
        const count = Math.min(IMAGES_AT_ONCE, indices.length - from)
        take(await readNumbers(answer), from, count)
        onProgress?.((from + count) / indices.length)
      } finally {
        answer.dispose()
      }
    }
  } finally {
    tf.dispose(Object.values(frozen))
  }
}

/** Copies, so that a run that goes on meanwhile does not mix two states of D. */
function frozenWeights(weights: Weights): Weights {
  return Object.fromEntries(Object.entries(weights).map(([name, tensor]) => [name, tf.mul(tensor, 1)]))
}
