// Batches of real images in a seeded order: every image once an epoch, mirrored or not, as numbers from -1 to 1.
import { RandomStream } from '../spec/rng.ts'
import type { ImageBlock } from './dataset.ts'

/** Which of the images the batch starting at `position` holds; positions count on through epochs, each shuffled anew. */
export function createOrder(seed: number, images: Uint32Array): (position: number, batch: number) => Uint32Array {
  const count = images.length
  let epoch = -1
  let order: Uint32Array = new Uint32Array()
  return (position, batch) =>
    Uint32Array.from({ length: batch }, (_, i) => {
      const wanted = Math.floor((position + i) / count)
      if (wanted !== epoch) {
        epoch = wanted
        order = new RandomStream(seed, 'dataOrder', epoch).permutation(count).map((i) => images[i] as number)
      }
      return order[(position + i) % count] as number
    })
}

/**
 * The pixels of some images, [indices, S, S, C] in [-1, 1].
 * @param mirrored for each image whether left and right are swapped. This must come before any quarter turn: after it, a
 * mirrored 90 degrees looks like 270 and the labels would lie.
 */
export function gatherImages(
  { size, channels, images }: ImageBlock,
  indices: ArrayLike<number>,
  mirrored: readonly boolean[] = [],
): Float32Array {
  const imageLength = size * size * channels
  const batch = new Float32Array(indices.length * imageLength)
  for (let i = 0; i < indices.length; i++) {
    const from = (indices[i] as number) * imageLength
    const to = i * imageLength
    for (let pixel = 0; pixel < size * size; pixel++) {
      const x = pixel % size
      const source = mirrored[i] ? pixel - x + (size - 1 - x) : pixel
      for (let channel = 0; channel < channels; channel++) {
        batch[to + pixel * channels + channel] = (images[from + source * channels + channel] as number) / 127.5 - 1
      }
    }
  }
  return batch
}
