// Quarter turns of a batch and their labels: the free supervision of an SS-GAN [Chen et al. 2019, §3].
import * as tf from '../tensor/tf.ts'
import { TURNS } from './networks/architecture.ts'

/** Turns square images counter-clockwise by 90, 180 or 270 degrees. No interpolation: pixels only move. [B, S, S, C] → same. */
export function quarterTurn(images: tf.Tensor4D, turns: 1 | 2 | 3): tf.Tensor4D {
  if (turns === 2) return tf.reverse(images, [1, 2])
  const transposed = tf.transpose(images, [0, 2, 1, 3]) // rows become columns
  return tf.reverse(transposed, turns === 1 ? 1 : 2)
}

/**
 * The rotated part of a batch: its last n images turned by 90, then by 180, then by 270 degrees.
 * [B, S, S, C] → [3n, S, S, C]. The upright copies that stand for 0 degrees are already in the batch.
 */
export function rotatedCopies(images: tf.Tensor4D, n: number): tf.Tensor4D {
  const [batch, height, width, channels] = images.shape
  const last = tf.slice(images, [batch - n, 0, 0, 0], [n, height, width, channels])
  return tf.concat([quarterTurn(last, 1), quarterTurn(last, 2), quarterTurn(last, 3)], 0)
}

/** Labels of n upright images followed by their rotated copies, grouped by angle: 0…0 1…1 2…2 3…3, one-hot [4n, 4]. */
export function rotationLabels(n: number): tf.Tensor2D {
  const labels = new Float32Array(TURNS * n * TURNS)
  for (let row = 0; row < TURNS * n; row++) labels[row * TURNS + Math.floor(row / n)] = 1
  return tf.tensor2d(labels, [TURNS * n, TURNS])
}
