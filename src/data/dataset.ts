// A prepared set of training images: one block of bytes with a name.
import type { ImageBlock } from '../spec/image-block.ts'

export interface Dataset extends ImageBlock {
  /** Such as "builtin:shapes" or the name of the folder. */
  readonly name: string
  readonly label: string
  /** What images show, where that is known of any. */
  readonly labels?: ImageLabels
}

/** A label for some or all images. */
export interface ImageLabels {
  readonly names: readonly string[]
  /** For each image the index of its label among the names; NO_CLASS where it has none. */
  readonly ofImages: readonly number[]
}

/** The labels of some of the images. */
export function labelsAt({ names, ofImages }: ImageLabels, images: ArrayLike<number>): ImageLabels {
  return { names, ofImages: Array.from(images, (image) => ofImages[image] as number) }
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
