// The zero-centred gradient penalty on real images [Mescheder et al. 2018, eq. 9], here without its weight γ: ½ E[|∇ₓ D(x)|²].
import { inputGradient } from '../../tensor/gradients.ts'
import * as tf from '../../tensor/tf.ts'
import type { Penalty } from './penalty.ts'

export const r1: Penalty = {
  statistic: 'penaltyR1',
  forwardPasses: 4, // D, its input gradient, and the gradients of that with regard to its two factors
  value({ real }, logit) {
    const gradient = inputGradient((images) => logit(images, 'real'), real) // each logit depends on its own image alone, so row b is the gradient of logit b: [B, S, S, C]
    return tf.mul(0.5, tf.mean(tf.sum(tf.square(gradient), [1, 2, 3])))
  },
}
