// Adam over all the weights of a network, in place. Its state is plain named tensors and the step number comes from outside, so a
// resumed run goes on exactly and learning rates may change at any step.
import type { Tensors } from '../tensor/gradients.ts'
import { adamStep } from '../tensor/ops/adam/adam.ts'
import { placedVariables } from '../tensor/placement.ts'
import type * as tf from '../tensor/tf.ts'
import { PLACES } from './numbers.ts'

export type Variables = Readonly<Record<string, tf.Variable>>

/** Running means of the gradient and of its square, one of each for every weight. */
export interface AdamMoments {
  readonly first: Variables
  readonly second: Variables
}

/** What an update changes. */
export interface Trained {
  readonly weights: Variables
  readonly adam: AdamMoments
  /** Exponential moving average of the weights; empty where none is kept. */
  readonly ema: Variables
}

export function zeroVariables(like: Variables): Variables {
  const zeros = Object.entries(like).map(([name, { shape, size }]) => [name, { shape, values: new Float32Array(size) }])
  return placedVariables(Object.fromEntries(zeros))
}

/**
 * One update of every weight; the moving average follows the new weights.
 * @param numbers of the step; Adam's begin at `place`
 */
export function adam({ weights, adam: { first, second }, ema }: Trained, gradients: Tensors, numbers: tf.Tensor1D, place: number): void {
  const names = Object.keys(weights)
  const list = (variables: Variables) => names.flatMap((name) => variables[name] ?? [])
  const state = { weights: list(weights), firsts: list(first), seconds: list(second), averages: list(ema) }
  const inOrder = names.map((name) => gradients[name] as tf.Tensor)
  adamStep(state, inOrder, numbers, { adam: place, decay: PLACES.averageDecay })
}
