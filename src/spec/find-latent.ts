// The search for the latent whose picture is nearest to a photo, as the page is told of it.
import type { Pictures } from './image-block.ts'

/** Seeds that are looked at first: the page says how near the best of them came. */
export const SEARCHED_SEEDS = 256

/** The photo as a training image of the run would be. */
export interface FindTarget {
  readonly picture: Pictures
  /** What was changed in it, in sentences. */
  readonly notes: readonly string[]
}

/** A picture of the generator beside the photo. */
export interface NearPicture {
  readonly picture: Pictures
  /** How far its channels are from those of the photo, in levels of 255: the root of their mean squared difference. */
  readonly error: number
}

export interface FoundPicture extends NearPicture {
  /** As in the code of the picture: see latent-text.ts. */
  readonly latent: string
  /** Null where G is told none. */
  readonly class: number | null
  /** Of the state that draws it. */
  readonly step: number
  /** The error of the best of the seeds. */
  readonly seedError: number
}
