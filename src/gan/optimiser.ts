// Adam over all the weights of a network, in place. Its state is plain named tensors and the step number comes from outside, so a
// resumed run goes on exactly and learning rates may change at any step.
import type { Tensors } from '../tensor/gradients.ts'
import { adamStep } from '../tensor/ops/adam/adam.ts'
import { contiguousVariables } from '../tensor/placement.ts'
import type * as tf from '../tensor/tf.ts'
import { PLACES } from './numbers.ts'

export type Variables = Readonly<Record<string, tf.Variable>>

/** Running means of the gradient and of its square, one of each for every weight. */
export interface AdamMoments {
  readonly first: Variables
  readonly second: Variables
}

export function zeroVariables(like: Variables): Variables {
  const zeros = Object.entries(like).map(([name, { shape, size }]) => [name, { shape, values: new Float32Array(size) }])
  return contiguousVariables(Object.fromEntries(zeros))
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
  const names = Object.keys(weights)
  const list = (variables: Variables) => names.flatMap((name) => variables[name] ?? [])
  const state = { weights: list(weights), firstMoments: list(first), secondMoments: list(second), averages: list(average) }
  const inOrder = names.map((name) => gradients[name] as tf.Tensor)
  adamStep(state, inOrder, numbers, { adam: place, decay: PLACES.averageDecay })
}
