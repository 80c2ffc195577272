// A prepared set of training images: one block of bytes with a name.
import type { ImageBlock } from '../spec/image-block.ts'

export interface Dataset extends ImageBlock {
  /** Such as "builtin:shapes" or the name of the folder. */
  readonly name: string
  readonly label: string
}

/** Some images, as a block of their own. */
export function imagesAt({ images, size, channels }: ImageBlock, indices: ArrayLike<number>): ImageBlock {
  const length = size * size * channels
  const chosen = new Uint8Array(indices.length * length)
  for (let i = 0; i < indices.length; i++) {
    const from = (indices[i] as number) * length
    chosen.set(images.subarray(from, from + length), i * length)
  }
  return { images: chosen, count: indices.length, size, channels }
}
