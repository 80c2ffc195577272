// Adam over all the weights of a network, in place. Its state is plain named tensors and the step number comes from outside, so a
// resumed run goes on exactly and learning rates may change at any step.
import { mapTensors, type Tensors } from '../tensor/gradients.ts'
import { adamStep } from '../tensor/kernels/adam/adam.ts'
import * as tf from '../tensor/tf.ts'
import { PLACES } from './numbers.ts'

export type Variables = Readonly<Record<string, tf.Variable>>

/** Running means of the gradient and of its square, one of each for every weight. */
export interface AdamMoments {
  readonly first: Variables
  readonly second: Variables
}

export function zeroVariables(like: Variables): Variables {
  return mapTensors<Record<string, tf.Tensor>>(like, (tensor) => tf.tidy(() => tf.variable(tf.zerosLike(tensor)))) as Variables
}

/**
 * One update of every weight.
 * @param numbers of the step; Adam's begin at `place`
 * @param average the moving average that follows the new weights, if there is one
 */
export function adam(
  weights: Variables,
  gradients: Tensors,
  { first, second }: AdamMoments,
  numbers: tf.Tensor1D,
  place: number,
  average: Variables = {},
): void {
  for (const [name, weight] of Object.entries(weights)) {
    const state = { weight, first: first[name] as tf.Variable, second: second[name] as tf.Variable, average: average[name] ?? null }
    adamStep(state, gradients[name] as tf.Tensor, numbers, { adam: place, decay: PLACES.averageDecay })
  }
}
