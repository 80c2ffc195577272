// The rotation task, the free supervision of an SS-GAN [Chen et al. 2019, §3]: labels, loss and accuracy.
import { logSoftmax } from '../../tensor/ops/log-softmax.ts'
import * as tf from '../../tensor/tf.ts'
import { ROTATIONS } from '../networks/heads.ts'

/** Labels of n upright images followed by their rotated copies, grouped by angle: 0…0 1…1 2…2 3…3, one-hot [4n, 4]. */
export function rotationLabels(n: number): tf.Tensor2D {
  const labels = new Float32Array(ROTATIONS * n * ROTATIONS)
  for (let row = 0; row < ROTATIONS * n; row++) labels[row * ROTATIONS + Math.floor(row / n)] = 1
  return tf.tensor2d(labels, [ROTATIONS * n, ROTATIONS])
}

/** -E[log Q_D(R = r | xʳ)], logits [4n, 4], labels [4n, 4] as one-hot rows [Chen et al. 2019, eq. 2 and 3] */
export function rotationLoss(logits: tf.Tensor2D, labels: tf.Tensor2D): tf.Scalar {
  return tf.neg(tf.mean(tf.sum(tf.mul(labels, logSoftmax(logits)), 1)))
}

/** Share of images whose rotation D predicts right. */
export function rotationAccuracy(logits: tf.Tensor2D, labels: tf.Tensor2D): tf.Scalar {
  const predicted = tf.oneHot(tf.argMax(logits, 1), ROTATIONS) // [4n, 4] → [4n] → [4n, 4]
  return tf.mul(ROTATIONS, tf.mean(tf.mul(labels, tf.cast(predicted, 'float32')))) // each row of 4 holds one hit or none
}
