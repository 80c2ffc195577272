// The functions that follow a convolution or a norm, and their derivatives, as TensorFlow.js's operations and as WGSL. The derivative is
// computed from the output, so the input need not be kept.
import * as tf from '../tf.ts'
import type { VectorType } from './tile.ts'

/** 'linear' is f(x) = x. */
export type Activation = { readonly kind: 'linear' } | NonlinearActivation
export type NonlinearActivation = { readonly kind: 'relu' | 'tanh' } | { readonly kind: 'leakyRelu'; readonly leak: number }

/** The number of the function in ../assembly/activation.ts, and its leak. */
export function activationNumbers(activation: Activation | null): [number, number] {
  if (!activation) return [0, 0]
  return [{ linear: 0, relu: 1, leakyRelu: 2, tanh: 3 }[activation.kind], activation.kind === 'leakyRelu' ? activation.leak : 0]
}

/** y = f(x) */
export function activate<T extends tf.Tensor>(x: T, activation: Activation): T {
  switch (activation.kind) {
    case 'linear':
      return x
    case 'relu':
      return tf.relu(x)
    case 'leakyRelu':
      return tf.leakyRelu(x, activation.leak)
    case 'tanh':
      return tf.tanh(x)
    default:
      return activation satisfies never
  }
}

/** dy · f'(x), from dy and y = f(x). */
export function composedActivationGradient(activation: Activation, dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  switch (activation.kind) {
    case 'linear':
      return dy
    case 'relu':
      return tf.mul(dy, tf.step(y))
    case 'leakyRelu':
      return tf.mul(dy, tf.step(y, activation.leak))
    case 'tanh':
      return tf.mul(dy, tf.sub(1, tf.square(y)))
    default:
      return activation satisfies never
  }
}

/** f(x) for the WGSL name of a number or vector. */
export function activationWgsl(activation: Activation, x: string, type: VectorType): string {
  switch (activation.kind) {
    case 'linear':
      return x
    case 'relu':
      return `max(${x}, ${type}())`
    case 'leakyRelu':
      return `max(${x}, ${activation.leak} * ${x})`
    case 'tanh':
      return `tanh(clamp(${x}, ${type}(-${TANH_IS_1}), ${type}(${TANH_IS_1})))`
    default:
      return activation satisfies never
  }
}

/** Past this tanh is 1 in float32; some drivers compute exp of much larger numbers as infinity, and tanh as not a number. */
const TANH_IS_1 = 15

/** dx = dy · f'(x), from dy and y = f(x). */
export function activationGradientWgsl(activation: Activation, dy: string, y: string, type: VectorType): string {
  switch (activation.kind) {
    case 'linear':
      return dy
    case 'relu':
      return `select(${type}(), ${dy}, ${y} > ${type}())`
    case 'leakyRelu':
      return `select(${activation.leak} * ${dy}, ${dy}, ${y} > ${type}())`
    case 'tanh':
      return `${dy} * (1.0 - ${y} * ${y})`
    default:
      return activation satisfies never
  }
}
