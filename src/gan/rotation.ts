// Labels of quarter turns: the free supervision of an SS-GAN [Chen et al. 2019, §3].
import * as tf from '../tensor/tf.ts'
import { TURNS } from './networks/heads.ts'

/** Labels of n upright images followed by their rotated copies, grouped by angle: 0…0 1…1 2…2 3…3, one-hot [4n, 4]. */
export function rotationLabels(n: number): tf.Tensor2D {
  const labels = new Float32Array(TURNS * n * TURNS)
  for (let row = 0; row < TURNS * n; row++) labels[row * TURNS + Math.floor(row / n)] = 1
  return tf.tensor2d(labels, [TURNS * n, TURNS])
}
