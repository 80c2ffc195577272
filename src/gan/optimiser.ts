// Adam over all the weights of a network, in place. Its state is plain named tensors and the step number comes from outside, so a
// resumed run goes on exactly and learning rates may change at any step.
import { adamStep } from '../tensor/ops/adam/adam.ts'
import type { Tensors } from '../tensor/ops/op.ts'
import { contiguousVariables } from '../tensor/placement.ts'
import type * as tf from '../tensor/tf.ts'
import type { NamedScalar } from './step-scalars.ts'

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
  return contiguousVariables(Object.fromEntries(zeros))
}

/**
 * One update of every weight; the moving average follows the new weights.
 * @param rates the first of Adam's four scalars
 * @param emaDecay decay of the moving average, which lies in the same vector; without it no average follows
 */
export function adam(network: Trained, gradients: Tensors, rates: NamedScalar, emaDecay: NamedScalar | null = null): void {
  const names = Object.keys(network.weights)
  const list = (variables: Variables) => names.flatMap((name) => variables[name] ?? [])
  const state = {
    weights: list(network.weights),
    firstMoments: list(network.adam.first),
    secondMoments: list(network.adam.second),
    averages: emaDecay ? list(network.ema) : [],
  }
  const inOrder = names.map((name) => gradients[name] as tf.Tensor)
  adamStep(state, inOrder, rates.vector, { adam: rates.index, decay: emaDecay?.index ?? rates.index })
}
