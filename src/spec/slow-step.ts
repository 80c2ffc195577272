// One step of training, stage by stage, with the images and numbers that it really had.
import type { RunConfig } from './config.ts'
import type { Pictures } from './image-block.ts'

/** Most images of each kind that are shown. */
export const SLOW_STEP_IMAGES = 8

/** Probabilities of 0, 90, 180 and 270 degrees; they sum to one. */
export type RotationGuess = readonly [number, number, number, number]

export interface SlowStep {
  /** Generator updates done after it. */
  readonly step: number
  /** Real images of an update, of which some are shown. */
  readonly batch: number
  /** Updates of D in the step; what is shown of D is its last one. */
  readonly updatesOfD: number
  readonly loss: RunConfig['loss']
  /** Whether real against fake is learnt at all: without, the logits are there but nothing comes of them. */
  readonly adversarial: boolean
  /** Whether the pictures that D sees are changed at random first; `real`, `fake` and `rotated` are as D sees them. */
  readonly augmented: boolean
  /** Some real images of D's update, and the fakes at the same places of its batch, which G made for it: as many. */
  readonly real: ShownImages
  readonly fake: ShownImages
  /** The random numbers that G made each of the fakes from: one square a number, -3 black, 3 white; squares without a number are transparent. */
  readonly noise: Pictures
  /** Some of the real images in all four rotations, one behind the other; null where the settings turn none. */
  readonly rotated: RotatedImages | null
  /** D's answers before its update and after it, to the same pictures. */
  readonly before: AnswersOfD
  readonly after: AnswersOfD
  /** What adds up to the loss of each network. */
  readonly losses: { readonly discriminator: readonly LossTerm[]; readonly generator: readonly LossTerm[] }
  /** G's update. */
  readonly generator: {
    /** As many fakes of it, before D's augmentation. */
    readonly fake: ShownImages
    /** How strongly G's loss depends on each pixel of these: |∂L_G/∂pixel|, a length over the channels; the largest of all is white. */
    readonly gradient: Pictures
    /** From the same latents and with the statistics of the same batch after the update: of the weights that train, not of their average. */
    readonly after: Pictures
    /** D's logits of `fake` and `after`, after D's own update; where there is augmentation it changes both alike. */
    readonly logits: readonly number[]
    readonly logitsAfter: readonly number[]
  }
}

export interface ShownImages {
  readonly pictures: Pictures
  /** In a run with classes the name of the class that D is told of each, null where it is told none; empty in other runs. */
  readonly classes: readonly (string | null)[]
}

export interface RotatedImages {
  readonly pictures: Pictures
  /** By how many quarter turns counter-clockwise each is turned, 0 to 3. */
  readonly turns: readonly number[]
  /** Which of the shown real images each is. */
  readonly of: readonly number[]
}

export interface AnswersOfD {
  /** The logits that the adversarial loss reads, of each real image and each fake; with a ramp those without classes. */
  readonly real: readonly number[]
  readonly fake: readonly number[]
  /** Of each rotated image; empty where there are none. */
  readonly rotation: readonly RotationGuess[]
}

/** Adds `weight` · `value` to a loss. */
export interface LossTerm {
  /** As in the statistics of a report. */
  readonly name: string
  readonly value: number
  readonly weight: number
}

/**
 * The logit above which D takes an image for real: where the loss pushes neither way. Null where the loss has no such point and only compares
 * real images with fakes: the pairs of a relativistic loss, the critic of Wasserstein's.
 */
export const REAL_ABOVE: Readonly<Record<RunConfig['loss'], number | null>> = {
  hinge: 0,
  'non-saturating': 0,
  'least-squares': 0.5,
  wasserstein: null,
  relativistic: null,
}

/** Whether D is right about each real image and each fake; where it only compares, about each pair of them. */
export function correctAnswers(loss: RunConfig['loss'], { real, fake }: Pick<AnswersOfD, 'real' | 'fake'>) {
  const threshold = REAL_ABOVE[loss]
  const among = (others: readonly number[], i: number) => threshold ?? (others[i] as number)
  return { real: real.map((logit, i) => logit > among(fake, i)), fake: fake.map((logit, i) => logit < among(real, i)) }
}

/** Whether the likeliest rotation of each rotated image is the right one. */
export function correctRotations({ rotated }: Pick<SlowStep, 'rotated'>, { rotation }: Pick<AnswersOfD, 'rotation'>): readonly boolean[] {
  return rotation.map((guess, i) => likeliest(guess) === rotated?.turns[i])
}

/** The rotation that D would say, in quarter turns. */
export function likeliest(guess: RotationGuess): number {
  return guess.indexOf(Math.max(...guess))
}

export const countTrue = (answers: readonly boolean[]): number => answers.filter(Boolean).length

/** The value of a whole loss. */
export function sumOfTerms(terms: readonly LossTerm[]): number {
  return terms.reduce((sum, { value, weight }) => sum + weight * value, 0)
}

/** Of all its pictures. */
export function buffersOfSlowStep({ real, fake, noise, rotated, generator }: SlowStep): ArrayBuffer[] {
  const all = [real, fake, generator.fake].map(({ pictures }) => pictures)
  const blocks = [...all, noise, ...(rotated ? [rotated.pictures] : []), generator.gradient, generator.after]
  return blocks.map(({ pixels }) => pixels.buffer)
}
