// The numbers of a step that may change while a run goes on, as one short tensor. The step itself is then always the same list of
// operations: it can be recorded once, and tuned while it is replayed.
import type { RunConfig } from '../spec/config.ts'

/** Full strength of augmentation, as in DiffAugment's code: shifts by up to 1/8 of the side, a hole of 1/2 of it. */
const TRANSLATION_SHARE = 0.125
const CUTOUT_SHARE = 0.5

/** Where each number stands. Adam takes four from its place on. */
export const PLACES = { alpha: 0, beta: 1, averageDecay: 2, strengths: 3, adamG: 6, adamD: 10 } as const

/** The numbers Adam takes. */
const ADAM_LENGTH = 4

/** Where the numbers of D's k-th update in a step begin. */
export function adamPlaceD(k: number): number {
  return PLACES.adamD + ADAM_LENGTH * k
}

/** @param step updates of G done before this one */
export function stepNumbers(config: RunConfig, step: number): Float32Array {
  const updatesD = Array.from({ length: config.discriminatorSteps }, (_, k) => step * config.discriminatorSteps + k + 1)
  return Float32Array.from([
    config.alpha,
    config.beta,
    warmedDecay(config.emaDecay, step),
    config.augmentColor,
    Math.floor(TRANSLATION_SHARE * config.augmentTranslation * config.size + 0.5), // pixels an image moves at most
    Math.floor(CUTOUT_SHARE * config.augmentCutout * config.size + 0.5), // pixels of the hole's side
    ...adamNumbers(config, config.learningRateG, step + 1),
    ...updatesD.flatMap((update) => adamNumbers(config, config.learningRateD, update)),
  ])
}

/** @param update updates done, this one included: 1, 2, 3, … */
export function adamNumbers(
  { adamBeta1, adamBeta2 }: Pick<RunConfig, 'adamBeta1' | 'adamBeta2'>,
  learningRate: number,
  update: number,
): number[] {
  return [learningRate / (1 - adamBeta1 ** update), 1 / Math.sqrt(1 - adamBeta2 ** update), adamBeta1, adamBeta2]
}

/** The average's decay in force at a step: a young average must not remember the untrained beginning. */
export function warmedDecay(decay: number, step: number): number {
  return Math.min(decay, (1 + step) / (10 + step))
}
