// A linear layer with many outputs.
import { convolve } from '../../tensor/ops/conv2d/convolve.ts'
import * as tf from '../../tensor/tf.ts'
import { LINEAR } from './layers.ts'

/** xW + b, [B, inputs] → [B, 1, 1, outputs], as a convolution of single pixels: its kernels are made for many outputs. */
export function project(x: tf.Tensor, w: tf.Tensor2D, b: tf.Tensor | null): tf.Tensor4D {
  const [inputs, outputs] = w.shape
  const pixels = tf.reshape<tf.Rank.R4>(x, [x.shape[0] as number, 1, 1, inputs])
  const kernel = tf.reshape<tf.Rank.R4>(w, [1, 1, inputs, outputs])
  return b ? convolve(pixels, kernel, b, 1, LINEAR) : tf.conv2d<tf.Tensor4D>(pixels, kernel, 1, 'valid')
}
