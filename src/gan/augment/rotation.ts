// Rotation of images by quarter turns.
import * as tf from '../../tensor/tf.ts'

/** Rotates square images counter-clockwise by 90 degrees that many times, as numpy.rot90 does. No interpolation: pixels only move. [B, S, S, C] → same. */
export function rotate90(images: tf.Tensor4D, times: 1 | 2 | 3): tf.Tensor4D {
  if (times === 2) return tf.reverse(images, [1, 2])
  const transposed = tf.transpose(images, [0, 2, 1, 3]) // rows become columns
  return tf.reverse(transposed, times === 1 ? 1 : 2)
}

/** The last n images rotated by 90, then by 180, then by 270 degrees: [B, S, S, C] → [3n, S, S, C]. */
export function rotatedCopies(images: tf.Tensor4D, n: number): tf.Tensor4D {
  const [batch, height, width, channels] = images.shape
  const last = tf.slice(images, [batch - n, 0, 0, 0], [n, height, width, channels])
  return tf.concat([rotate90(last, 1), rotate90(last, 2), rotate90(last, 3)], 0)
}
