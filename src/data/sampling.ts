// Which images: all, some of many, the held-out ones, and those of each batch in their seeded order, with their pixels as numbers.
import type { RunConfig } from '../spec/config.ts'
import type { ImageBlock } from '../spec/image-block.ts'
import { type Purpose, RandomStream } from '../spec/rng.ts'

/** 0, 1, 2, …, count - 1. */
export function range(count: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: count }, (_, i) => i)
}

/** `count` elements at even intervals, in order; all where there are no more. */
export function evenlySpaced(all: Uint32Array, count: number): Uint32Array {
  if (all.length <= count) return all
  return Uint32Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)] as number)
}

/** At most `limit` of the numbers 0 to count - 1, drawn from the stream without repeats, in ascending order. */
export function sampleIndices(count: number, limit: number, stream: { permutation(count: number): Uint32Array }): Uint32Array {
  return count <= limit ? range(count) : stream.permutation(count).slice(0, limit).sort()
}

/** Numbers of images, ascending. */
export interface Split {
  readonly training: Uint32Array
  readonly heldOut: Uint32Array
}

/** Drawn by the run's seed. Where any are to be held out it is at least one, and training keeps at least one. */
export function splitImages(count: number, { seed, heldOut }: Pick<RunConfig, 'seed' | 'heldOut'>): Split {
  const wanted = heldOut === 0 ? 0 : Math.max(1, Math.round(count * heldOut))
  const held = Math.min(wanted, Math.max(0, count - 1))
  const order = new RandomStream(seed, 'heldOut').permutation(count)
  return { training: order.slice(held).sort(), heldOut: order.slice(0, held).sort() }
}

/**
 * Which of the images the batch starting at `position` holds; positions count on through epochs, each shuffled anew.
 * @param purpose of the stream that shuffles: of each order one of its own
 */
export function createOrder(
  seed: number,
  images: Uint32Array,
  purpose: Purpose = 'dataOrder',
): (position: number, batch: number) => Uint32Array {
  const count = images.length
  let epoch = -1
  let order: Uint32Array = new Uint32Array()
  return (position, batch) =>
    Uint32Array.from({ length: batch }, (_, i) => {
      const wanted = Math.floor((position + i) / count)
      if (wanted !== epoch) {
        epoch = wanted
        order = new RandomStream(seed, purpose, epoch).permutation(count).map((i) => images[i] as number)
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
