// The losses: pure functions of logits, scalars out. Adding an adversarial loss is one entry in LOSSES and one option in FIELDS.
import type { RunConfig } from '../spec/config.ts'
import * as tf from '../tensor/tf.ts'
import { TURNS } from './networks/architecture.ts'

/** real and fake are D's logits on upright images, [B, 1] each. */
interface AdversarialLoss {
  discriminator(real: tf.Tensor, fake: tf.Tensor): tf.Scalar
  generator(fake: tf.Tensor): tf.Scalar
}

const mean = (x: tf.Tensor): tf.Scalar => tf.mean(x)
const plus = (a: tf.Scalar, b: tf.Scalar): tf.Scalar => tf.add(a, b)

/** D: E[max(0, 1 - D(x))] + E[max(0, 1 + D(G(z)))], G: -E[D(G(z))] [Lim and Ye 2017, eq. 3; Miyato et al. 2018, eq. 16] */
const hinge: AdversarialLoss = {
  discriminator: (real, fake) => plus(mean(tf.relu(tf.sub(1, real))), mean(tf.relu(tf.add(1, fake)))),
  generator: (fake) => tf.neg(mean(fake)),
}

/** D: -E[log σ(D(x))] - E[log(1 - σ(D(G(z))))], G: -E[log σ(D(G(z)))] [Goodfellow et al. 2014, §3] */
const nonSaturating: AdversarialLoss = {
  discriminator: (real, fake) => plus(mean(tf.softplus(tf.neg(real))), mean(tf.softplus(fake))),
  generator: (fake) => mean(tf.softplus(tf.neg(fake))),
}

/** D: E[D(G(z))] - E[D(x)], G: -E[D(G(z))] [Arjovsky et al. 2017, eq. 2] */
const wasserstein: AdversarialLoss = {
  discriminator: (real, fake) => tf.sub(mean(fake), mean(real)),
  generator: (fake) => tf.neg(mean(fake)),
}

/** D: ½E[(D(x) - 1)²] + ½E[D(G(z))²], G: ½E[(D(G(z)) - 1)²] [Mao et al. 2017, eq. 9] */
const leastSquares: AdversarialLoss = {
  discriminator: (real, fake) => tf.mul(0.5, plus(mean(tf.square(tf.sub(real, 1))), mean(tf.square(fake)))),
  generator: (fake) => tf.mul(0.5, mean(tf.square(tf.sub(fake, 1)))),
}

export const LOSSES: Readonly<Record<RunConfig['loss'], AdversarialLoss>> = {
  hinge,
  'non-saturating': nonSaturating,
  wasserstein,
  'least-squares': leastSquares,
}

/** -E[log Q_D(R = r | xʳ)], logits [4n, 4], turns [4n] as one-hot rows [Chen et al. 2019, eq. 2 and 3] */
export function rotationLoss(logits: tf.Tensor2D, turns: tf.Tensor2D): tf.Scalar {
  return tf.neg(tf.mean(tf.sum(tf.mul(turns, tf.logSoftmax(logits)), 1)))
}

/** Share of images whose turn D tells right. */
export function rotationAccuracy(logits: tf.Tensor2D, turns: tf.Tensor2D): tf.Scalar {
  const told = tf.oneHot(tf.argMax(logits, 1), TURNS) // [4n, 4] → [4n] → [4n, 4]
  return tf.mul(TURNS, tf.mean(tf.mul(turns, tf.cast(told, 'float32')))) // each row of 4 holds one hit or none
}
