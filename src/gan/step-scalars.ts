// The scalars of a step: rates, weights and strengths that may change while a run goes on. They are one short vector that is uploaded
// every step, so that a step is always the same list of operations: it is recorded once, and tuned while it is replayed. A new scalar
// is one row here and is read by its name.
import { isConditional, type RunConfig, rampAt } from '../spec/config.ts'
import * as tf from '../tensor/tf.ts'
import { concatenateParts, type NamedParts, offsetOf } from './named-parts.ts'

/** A scalar among those of a step, or the first of a few that are read together. */
export interface NamedScalar {
  readonly vector: tf.Tensor1D
  readonly index: number
}

/** The value of a scalar, for TensorFlow.js's operations. */
export function scalarOf({ vector, index }: NamedScalar): tf.Scalar {
  return tf.reshape(tf.slice(vector, [index], [1]), [])
}

/** Full strength of augmentation, as in DiffAugment's code: shifts by up to 1/8 of the side, a hole of 1/2 of it. */
const TRANSLATION_SHARE = 0.125
const CUTOUT_SHARE = 0.5

/** The values of a row. @param index of the update or step they are for: 0, 1, 2, … */
type Row = (config: RunConfig, index: number) => readonly number[]

/** Once a step. */
const OF_STEP = {
  alpha: ({ alpha }) => [alpha],
  beta: ({ beta }) => [beta],
  penalty: ({ penaltyWeight, penaltyEvery }) => [penaltyWeight * penaltyEvery], // one step in penaltyEvery has it: see penalties/registry.ts
  emaDecay: ({ emaDecay }, step) => [warmedDecay(emaDecay, step)],
  augmentation: ({ augmentColor, augmentTranslation, augmentCutout, size }) => [
    augmentColor,
    Math.floor(TRANSLATION_SHARE * augmentTranslation * size + 0.5), // pixels an image moves at most
    Math.floor(CUTOUT_SHARE * augmentCutout * size + 0.5), // pixels of the hole's side
  ],
  adamG: (config, step) => adamScalars(config, config.learningRateG, step + 1),
} as const satisfies Record<string, Row>

/** Once a step of a run with classes. */
const OF_CONDITIONAL_STEP = {
  classWeight: ({ classWeight }) => [classWeight],
  ramp: (config, step) => [rampAt(config, step)],
} as const satisfies Record<string, Row>

/** Once for every update of D. */
const OF_UPDATE = { adamD: (config, update) => adamScalars(config, config.learningRateD, update + 1) } as const satisfies Record<
  string,
  Row
>

/** @param step updates of G done before this one */
export function stepScalars(config: RunConfig, step: number): Float32Array {
  return Float32Array.from(concatenateParts(partsOf(config, step)))
}

function partsOf(config: RunConfig, step: number): NamedParts {
  const { discriminatorSteps } = config
  const updates = Array.from({ length: discriminatorSteps }, (_, k) => k)
  const ofStep = { ...OF_STEP, ...(isConditional(config) && OF_CONDITIONAL_STEP) }
  return [
    ...Object.entries(ofStep).map(([name, row]) => [name, row(config, step)] as const),
    ...Object.entries(OF_UPDATE).flatMap(([name, row]) =>
      updates.map((k) => [`${name}/${k}`, row(config, step * discriminatorSteps + k)] as const),
    ),
  ]
}

/** The weights of the parts of the losses at a step, as they are multiplied on the device. */
export function stepWeights(config: RunConfig, step: number) {
  const of = (row: Row) => row(config, step)[0] as number
  const { alpha, beta, penalty } = OF_STEP
  const { classWeight, ramp } = OF_CONDITIONAL_STEP
  return { alpha: of(alpha), beta: of(beta), penalty: of(penalty), classWeight: of(classWeight), ramp: of(ramp) }
}

/** The scalars of a step by name. */
export interface StepScalars {
  of(name: keyof typeof OF_STEP | keyof typeof OF_CONDITIONAL_STEP): NamedScalar
  /** @param k which update of D in the step */
  ofUpdate(name: keyof typeof OF_UPDATE, k: number): NamedScalar
}

/** @param vector what `stepScalars` returns for settings with as many updates of D, as a tensor */
export function namedScalars(vector: tf.Tensor1D, config: RunConfig): StepScalars {
  const parts = partsOf(config, 0)
  return {
    of: (name) => ({ vector, index: offsetOf(parts, name) }),
    ofUpdate: (name, k) => ({ vector, index: offsetOf(parts, `${name}/${k}`) }),
  }
}

/**
 * The four values that Adam reads: lr / (1 - β₁ᵏ), 1 / √(1 - β₂ᵏ), β₁, β₂.
 * @param update updates done, this one included: k = 1, 2, 3, …
 */
export function adamScalars(
  { adamBeta1, adamBeta2 }: Pick<RunConfig, 'adamBeta1' | 'adamBeta2'>,
  learningRate: number,
  update: number,
): number[] {
  return [learningRate / (1 - adamBeta1 ** update), 1 / Math.sqrt(1 - adamBeta2 ** update), adamBeta1, adamBeta2]
}

/** The decay of the EMA generator at a step: a young average must not remember the untrained beginning. */
export function warmedDecay(decay: number, step: number): number {
  return Math.min(decay, (1 + step) / (10 + step))
}
