// One step of training, stage by stage, with the images and numbers that it really had.
import type { Pictures } from './image-block.ts'

/** D's answers to some images, one entry an image. */
export interface VerdictsOfD {
  /** The logit of “real”. */
  readonly logits: readonly number[]
}

export interface SlowStep {
  /** The step that was made: generator updates done after it. */
  readonly step: number
  /** Some real images of the last update of D, and some fakes that G made for it. */
  readonly real: Pictures
  readonly fake: Pictures
  /** Some of the rotated real images, each with the quarter turns that it was rotated by, 0 to 3. */
  readonly rotated: { readonly pictures: Pictures; readonly turns: readonly number[] }
  /** Before D's last update and after it, on the same images. `rotation`: D's probability of 0, 90, 180 and 270 degrees for each rotated image. */
  readonly before: AnswersOfD
  readonly after: AnswersOfD
  /** The terms of the losses, weighted as they are added up: names as in the statistics of a report. */
  readonly losses: { readonly discriminator: readonly LossTerm[]; readonly generator: readonly LossTerm[] }
  /** Fakes of G's update: as they were, how much each pixel is asked to change (the size of the gradient of G's loss, the largest is white), and from the same latents after the update. */
  readonly generator: {
    readonly fake: Pictures
    readonly gradient: Pictures
    readonly after: Pictures
    readonly logitsBefore: readonly number[]
    readonly logitsAfter: readonly number[]
  }
}

export interface AnswersOfD {
  readonly real: VerdictsOfD
  readonly fake: VerdictsOfD
  readonly rotation: readonly (readonly [number, number, number, number])[]
}

export interface LossTerm {
  readonly name: string
  readonly value: number
}
