// Activations and their gradients, one number at a time.
import type { Activation } from '../activation.ts'

export function activationAt(activation: Activation, x: number): number {
  switch (activation.kind) {
    case 'linear':
      return x
    case 'relu':
      return Math.max(0, x)
    case 'leakyRelu':
      return x > 0 ? x : activation.leak * x
    case 'tanh':
      return Math.tanh(x)
    default:
      return activation satisfies never
  }
}

/** f'(x), from y = f(x). */
export function derivativeAt(activation: Activation, y: number): number {
  switch (activation.kind) {
    case 'linear':
      return 1
    case 'relu':
      return y > 0 ? 1 : 0
    case 'leakyRelu':
      return y > 0 ? 1 : activation.leak
    case 'tanh':
      return 1 - y * y
    default:
      return activation satisfies never
  }
}

/** [dy · f'(x), and its sums over all but the last of so many channels] */
export function activationGradientReference(activation: Activation, dy: Float64Array, y: Float64Array, channels: number): Float64Array[] {
  const before = dy.map((value, i) => value * derivativeAt(activation, y[i] as number))
  const sums = new Float64Array(channels)
  for (const [i, value] of before.entries()) sums[i % channels] = (sums[i % channels] as number) + value
  return [before, sums]
}
