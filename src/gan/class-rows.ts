// Classes as rows of weights in TensorFlow.js's own operations, for backends without our kernels.
import * as tf from '../tensor/tf.ts'

/** Of classes [B] as whole numbers one-hot rows [B, K]; NO_CLASS gives a row of zeros. */
export function classRows(classes: tf.Tensor, count: number): tf.Tensor2D {
  const rows = tf.cast(tf.oneHot(classes, Math.max(count, 2)) as tf.Tensor2D, 'float32') // TensorFlow.js makes no rows of one
  return count >= 2 ? rows : tf.slice(rows, [0, 0], [classes.size, count])
}
