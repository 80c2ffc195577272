// The losses: pure functions of logits, scalars out. Adding an adversarial loss is one entry in LOSSES and one option in FIELDS.
import { type RunConfig, rotatedCount } from '../spec/config.ts'
import { GAN_LOSS, type GanLoss, ganLoss, type Term } from '../tensor/ops/gan-loss/gan-loss.ts'
import { hasKernel } from '../tensor/ops/op.ts'
import * as tf from '../tensor/tf.ts'
import { type DiscriminatorOutput, TURNS } from './networks/heads.ts'
import { rotationLabels } from './rotation.ts'
import type { Statistics } from './statistics.ts'
import type { NamedScalar } from './step-scalars.ts'

/** real and fake are D's logits on upright images, [B, 1] each. `terms` say the same of one logit x, for our kernels. */
interface AdversarialLoss {
  discriminator(real: tf.Tensor, fake: tf.Tensor): tf.Scalar
  generator(fake: tf.Tensor): tf.Scalar
  readonly terms: { readonly real: Term; readonly fake: Term; readonly generator: Term }
}

const mean = (x: tf.Tensor): tf.Scalar => tf.mean(x)
const plus = (a: tf.Scalar, b: tf.Scalar): tf.Scalar => tf.add(a, b)

/** -x: the larger the logit, the better. */
const RAISE: Term = { value: '-x', slope: '-1.0', valueAt: (x) => -x, slopeAt: () => -1 }
/** x: the smaller, the better. */
const LOWER: Term = { value: 'x', slope: '1.0', valueAt: (x) => x, slopeAt: () => 1 }

/** D: E[max(0, 1 - D(x))] + E[max(0, 1 + D(G(z)))], G: -E[D(G(z))] [Lim and Ye 2017, eq. 3; Miyato et al. 2018, eq. 16] */
const hinge: AdversarialLoss = {
  discriminator: (real, fake) => plus(mean(tf.relu(tf.sub(1, real))), mean(tf.relu(tf.add(1, fake)))),
  generator: (fake) => tf.neg(mean(fake)),
  terms: {
    real: {
      value: 'max(0.0, 1.0 - x)',
      slope: 'select(0.0, -1.0, x < 1.0)',
      valueAt: (x) => Math.max(0, 1 - x),
      slopeAt: (x) => (x < 1 ? -1 : 0),
    },
    fake: {
      value: 'max(0.0, 1.0 + x)',
      slope: 'select(0.0, 1.0, x > -1.0)',
      valueAt: (x) => Math.max(0, 1 + x),
      slopeAt: (x) => (x > -1 ? 1 : 0),
    },
    generator: RAISE,
  },
}

/** log(1 + e^x) without overflow. */
const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

/** -log σ(x) */
const REAL: Term = {
  value: '(max(-x, 0.0) + log(1.0 + exp(-abs(x))))',
  slope: '-(1.0 / (1.0 + exp(x)))',
  valueAt: (x) => softplus(-x),
  slopeAt: (x) => -sigmoid(-x),
}
/** -log(1 - σ(x)) */
const FAKE: Term = {
  value: '(max(x, 0.0) + log(1.0 + exp(-abs(x))))',
  slope: '(1.0 / (1.0 + exp(-x)))',
  valueAt: softplus,
  slopeAt: sigmoid,
}

/** D: -E[log σ(D(x))] - E[log(1 - σ(D(G(z))))], G: -E[log σ(D(G(z)))] [Goodfellow et al. 2014, §3] */
const nonSaturating: AdversarialLoss = {
  discriminator: (real, fake) => plus(mean(tf.softplus(tf.neg(real))), mean(tf.softplus(fake))),
  generator: (fake) => mean(tf.softplus(tf.neg(fake))),
  terms: { real: REAL, fake: FAKE, generator: REAL },
}

/** D: E[D(G(z))] - E[D(x)], G: -E[D(G(z))] [Arjovsky et al. 2017, eq. 2] */
const wasserstein: AdversarialLoss = {
  discriminator: (real, fake) => tf.sub(mean(fake), mean(real)),
  generator: (fake) => tf.neg(mean(fake)),
  terms: { real: RAISE, fake: LOWER, generator: RAISE },
}

/** D: ½E[(D(x) - 1)²] + ½E[D(G(z))²], G: ½E[(D(G(z)) - 1)²] [Mao et al. 2017, eq. 9] */
const leastSquares: AdversarialLoss = {
  discriminator: (real, fake) => tf.mul(0.5, plus(mean(tf.square(tf.sub(real, 1))), mean(tf.square(fake)))),
  generator: (fake) => tf.mul(0.5, mean(tf.square(tf.sub(fake, 1)))),
  terms: { real: halfSquare(1), fake: halfSquare(0), generator: halfSquare(1) },
}

/** ½(x - target)² */
function halfSquare(target: 0 | 1): Term {
  return {
    value: `0.5 * (x - ${target}.0) * (x - ${target}.0)`,
    slope: `x - ${target}.0`,
    valueAt: (x) => 0.5 * (x - target) ** 2,
    slopeAt: (x) => x - target,
  }
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

export interface Measured {
  readonly loss: tf.Scalar
  readonly statistics: Statistics
}

const STATISTICS_D = ['lossD', 'lossDAdversarial', 'lossDRotation', 'dReal', 'dFake', 'rotationAccuracyReal', 'rotationAccuracyFake']
const STATISTICS_G = ['lossG', 'lossGAdversarial', 'lossGRotation']

/** Without rotated images there is no accuracy. */
function statisticsD(values: tf.Tensor1D, config: RunConfig): Statistics {
  return { names: STATISTICS_D, values, unmeasured: rotatedCount(config) > 0 ? [] : ['rotationAccuracyReal', 'rotationAccuracyFake'] }
}

/** L_D = V + β L_rotation(real), from what D says of real and fake views, 2 · (B + 3n) of them. [Chen et al. 2019, eq. 3] */
export function discriminatorLoss({ realLogit, rotationLogits }: DiscriminatorOutput, config: RunConfig, beta: NamedScalar): Measured {
  if (hasKernel(GAN_LOSS)) {
    const { real, fake } = LOSSES[config.loss].terms
    const halves = [
      { term: real, turnsCount: true },
      { term: fake, turnsCount: false },
    ]
    const details = { ...lossShape(config), halves, weightAt: beta.index, details: true }
    const { loss, statistics } = ganLoss(realLogit, rotationLogits, beta.vector, details)
    return { loss, statistics: statisticsD(statistics, config) }
  }
  const n = rotatedCount(config)
  const [realHalf, fakeHalf] = tf.split(realLogit, 2) as [tf.Tensor2D, tf.Tensor2D] // [B + 3n, 1] each
  const [realTurns, fakeTurns] = tf.split(rotationLogits, 2) as [tf.Tensor2D, tf.Tensor2D] // [B + 3n, 4] each
  const upright = { real: first(realHalf, config.batch), fake: first(fakeHalf, config.batch) } // V sees upright images only
  const value = LOSSES[config.loss].discriminator(upright.real, upright.fake)
  const turns = rotationTask(realTurns, n)
  const loss = total(config, value, turns.loss, beta)
  const { accuracy } = rotationTask(fakeTurns, n)
  const parts = [loss, value, turns.loss, mean(upright.real), mean(upright.fake), turns.accuracy, accuracy]
  return { loss, statistics: statisticsD(tf.stack(parts) as tf.Tensor1D, config) }
}

/** L_G = -V + α L_rotation(fake), from what D says of fake views, B + 3n of them. [Chen et al. 2019, eq. 2] */
export function generatorLoss({ realLogit, rotationLogits }: DiscriminatorOutput, config: RunConfig, alpha: NamedScalar): Measured {
  if (hasKernel(GAN_LOSS)) {
    const halves = [{ term: LOSSES[config.loss].terms.generator, turnsCount: true }]
    const details = { ...lossShape(config), halves, weightAt: alpha.index, details: false }
    const { loss, statistics } = ganLoss(realLogit, rotationLogits, alpha.vector, details)
    return { loss, statistics: { names: STATISTICS_G, values: statistics } }
  }
  const value = LOSSES[config.loss].generator(first(realLogit, config.batch))
  const turns = rotationTask(rotationLogits, rotatedCount(config))
  const loss = total(config, value, turns.loss, alpha)
  return { loss, statistics: { names: STATISTICS_G, values: tf.stack([loss, value, turns.loss]) as tf.Tensor1D } }
}

function lossShape(config: RunConfig): Pick<GanLoss, 'batch' | 'n' | 'adversarialWeight'> {
  return { batch: config.batch, n: rotatedCount(config), adversarialWeight: adversarialWeight(config) }
}

function total(config: RunConfig, value: tf.Scalar, rotation: tf.Scalar, { vector, index }: NamedScalar): tf.Scalar {
  const weight = tf.reshape(tf.slice(vector, [index], [1]), [])
  return tf.add(tf.mul(adversarialWeight(config), value), tf.mul(weight, rotation))
}

/** Zero in the control experiment that learns rotations only. */
function adversarialWeight(config: RunConfig): number {
  return config.adversarial ? 1 : 0
}

/** Rotation loss and accuracy on the last 4n rows: n upright images and their turned copies. Zero where nothing is turned. */
function rotationTask(logits: tf.Tensor2D, n: number): { loss: tf.Scalar; accuracy: tf.Scalar } {
  if (n === 0) return { loss: tf.mul(0, tf.sum(logits)), accuracy: tf.scalar(0) } // still tied to the head, whose gradient is then 0
  const last = tf.slice(logits, [logits.shape[0] - 4 * n, 0], [4 * n, 4]) // [B + 3n, 4] → [4n, 4]
  const labels = rotationLabels(n)
  return { loss: rotationLoss(last, labels), accuracy: rotationAccuracy(last, labels) }
}

function first(logits: tf.Tensor2D, count: number): tf.Tensor2D {
  return tf.slice(logits, [0, 0], [count, 1])
}
