// Adam and the exponential moving average, in place on variables. Their state is plain named tensors and the step number comes
// from outside, so a resumed run goes on exactly and learning rates may change at any step.
import { mapTensors, type Tensors } from '../tensor/gradients.ts'
import * as tf from '../tensor/tf.ts'

const EPSILON = 1e-8

export type Variables = Readonly<Record<string, tf.Variable>>

/** Running means of the gradient and of its square, one of each for every weight. */
export interface AdamMoments {
  readonly first: Variables
  readonly second: Variables
}

export interface AdamSettings {
  readonly learningRate: number
  readonly beta1: number
  readonly beta2: number
  /** Updates done, this one included: 1, 2, 3, … */
  readonly update: number
}

export function zeroVariables(like: Variables): Variables {
  return mapTensors<Record<string, tf.Tensor>>(like, (tensor) => tf.tidy(() => tf.variable(tf.zerosLike(tensor)))) as Variables
}

/** w ← w - lr · m̂ / (√v̂ + ε) [Kingma and Ba 2015, alg. 1] */
export function adam(weights: Variables, gradients: Tensors, { first, second }: AdamMoments, settings: AdamSettings): void {
  const { learningRate, beta1, beta2, update } = settings
  const stepLength = learningRate / (1 - beta1 ** update)
  const secondCorrection = 1 / Math.sqrt(1 - beta2 ** update)
  tf.tidy(() => {
    for (const [name, weight] of Object.entries(weights)) {
      const gradient = gradients[name] as tf.Tensor
      const m = first[name] as tf.Variable
      const v = second[name] as tf.Variable
      m.assign(tf.add(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1)))
      v.assign(tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2)))
      const root = tf.add(tf.mul(tf.sqrt(v), secondCorrection), EPSILON)
      weight.assign(tf.sub(weight, tf.div(tf.mul(m, stepLength), root)))
    }
  })
}

/** average ← decay · average + (1 - decay) · weight */
export function movingAverage(average: Variables, weights: Variables, decay: number): void {
  tf.tidy(() => {
    for (const [name, mean] of Object.entries(average)) {
      mean.assign(tf.add(tf.mul(mean, decay), tf.mul(weights[name] as tf.Variable, 1 - decay)))
    }
  })
}

/** The decay in force at a step: a young average must not remember the untrained beginning. */
export function warmedDecay(decay: number, step: number): number {
  return Math.min(decay, (1 + step) / (10 + step))
}
