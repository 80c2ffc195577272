// Adam over all the weights of a network, in place. Its state is plain named tensors and the step number comes from outside, so a
// resumed run goes on exactly and learning rates may change at any step.
import type { Tensors } from '../tensor/gradients.ts'
import { adamStep } from '../tensor/ops/adam/adam.ts'
import { contiguousVariables } from '../tensor/placement.ts'
import type * as tf from '../tensor/tf.ts'
import type { NamedScalar } from './step-scalars.ts'

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

/** The moving average that follows new weights, and its decay, which lies in the same vector as Adam's scalars. */
export interface MovingAverage {
  readonly variables: Variables
  readonly decay: NamedScalar
}

/**
 * One update of every weight.
 * @param rates the first of Adam's four scalars
 */
export function adam(
  weights: Variables,
  gradients: Tensors,
  { first, second }: AdamMoments,
  rates: NamedScalar,
  ema: MovingAverage | null = null,
): void {
  const names = Object.keys(weights)
  const list = (variables: Variables) => names.flatMap((name) => variables[name] ?? [])
  const state = { weights: list(weights), firstMoments: list(first), secondMoments: list(second), averages: list(ema?.variables ?? {}) }
  const inOrder = names.map((name) => gradients[name] as tf.Tensor)
  adamStep(state, inOrder, rates.vector, { adam: rates.index, decay: ema?.decay.index ?? rates.index })
}
