// One step of an SS-GAN: D updates, then one G update [Chen et al. 2019, §3 and alg. 1 of the appendix; google/compare_gan].
// Nothing here knows about time, workers or pictures on a page.
import { type RunConfig, rotatedCount } from '../spec/config.ts'
import { lossAndGradients } from '../tensor/gradients.ts'
import * as tf from '../tensor/tf.ts'
import { viewsOf } from './augment.ts'
import type { DiscriminatorInputs, GeneratorInputs, StepInputs } from './inputs.ts'
import { LOSSES, rotationAccuracy, rotationLoss } from './losses.ts'
import type { Models } from './models.ts'
import { normaliseWeights } from './networks/spectral-norm.ts'
import { adamPlaceD, PLACES } from './numbers.ts'
import { adam } from './optimiser.ts'
import { rotationLabels } from './rotation.ts'

/** What a step measures, in the order of the vector it returns. */
export const STATISTICS = [
  'lossD',
  'lossDAdversarial',
  'lossDRotation',
  'dReal',
  'dFake',
  'rotationAccuracyReal',
  'rotationAccuracyFake',
  'lossG',
  'lossGAdversarial',
  'lossGRotation',
] as const
export type Statistic = (typeof STATISTICS)[number]

/**
 * Advances the models by one step.
 * @returns the statistics of the step, [10]; those of D are means over its updates
 */
export function trainStep(models: Models, config: RunConfig, inputs: StepInputs): tf.Tensor1D {
  return tf.tidy(() => {
    const updatesD = inputs.discriminator.map((input, k) => updateDiscriminator(models, config, inputs.numbers, k, input))
    const updateG = updateGenerator(models, config, inputs.numbers, inputs.generator)
    const meanD = tf.mean(tf.stack(updatesD), 0) // [updates, 7] → [7]
    return tf.concat([meanD, updateG], 0) as tf.Tensor1D // [7] and [3] → [10]
  })
}

/** D learns real from fake, and the quarter turns of real images only. Returns its statistics, [7]. @param k which update of the step */
export function updateDiscriminator(
  models: Models,
  config: RunConfig,
  numbers: tf.Tensor1D,
  k: number,
  inputs: DiscriminatorInputs,
): tf.Tensor1D {
  return tf.tidy(() => {
    const n = rotatedCount(config)
    const fake = generate(models, inputs.z) // outside the gradient: G stands still
    const images = viewsOf(tf.concat([inputs.real, fake], 0), 2, n, inputs.augmentation, numbers, config) // [2(B + 3n), S, S, C]

    const { gradients, loss, extra } = lossAndGradients(models.weightsD, (weights) => {
      const { realness, rotation } = models.discriminator.forward(normaliseWeights(weights, models.vectorsD, true), images)
      const [realHalf, fakeHalf] = tf.split(realness, 2) as [tf.Tensor2D, tf.Tensor2D] // [B + 3n, 1] each
      const [realTurns, fakeTurns] = tf.split(rotation, 2) as [tf.Tensor2D, tf.Tensor2D] // [B + 3n, 4] each
      const upright = { real: first(realHalf, config.batch), fake: first(fakeHalf, config.batch) } // V sees upright images only
      const value = LOSSES[config.loss].discriminator(upright.real, upright.fake)
      const turns = rotationTask(realTurns, n)
      const beta = numberAt(numbers, PLACES.beta)
      const total = tf.add<tf.Scalar>(tf.mul(adversarialWeight(config), value), tf.mul(beta, turns.loss)) // L_D = V + β L_rotation(real)
      const accuracyFake = rotationTask(fakeTurns, n).accuracy
      return {
        loss: total,
        extra: {
          value,
          rotation: turns.loss,
          dReal: tf.mean(upright.real),
          dFake: tf.mean(upright.fake),
          accuracyReal: turns.accuracy,
          accuracyFake,
        },
      }
    })

    adam(models.weightsD, gradients, models.adamD, numbers, adamPlaceD(k))
    return tf.stack([loss, extra.value, extra.rotation, extra.dReal, extra.dFake, extra.accuracyReal, extra.accuracyFake]) as tf.Tensor1D
  })
}

/**
 * G learns to be taken for real, and to make images whose turn D can tell. D stands still; the averaged generator follows.
 * Returns its statistics, [3].
 */
export function updateGenerator(models: Models, config: RunConfig, numbers: tf.Tensor1D, inputs: GeneratorInputs): tf.Tensor1D {
  return tf.tidy(() => {
    const n = rotatedCount(config)
    const frozenD = normaliseWeights(models.weightsD, models.vectorsD, false)

    const { gradients, loss, extra } = lossAndGradients(models.weightsG, (weights) => {
      const fake = generate({ ...models, weightsG: weights }, inputs.z)
      const images = viewsOf(fake, 1, n, inputs.augmentation, numbers, config) // [B + 3n, S, S, C]
      const { realness, rotation } = models.discriminator.forward(frozenD, images)
      const value = LOSSES[config.loss].generator(first(realness, config.batch))
      const turns = rotationTask(rotation, n)
      const alpha = numberAt(numbers, PLACES.alpha)
      const total = tf.add<tf.Scalar>(tf.mul(adversarialWeight(config), value), tf.mul(alpha, turns.loss)) // L_G = -V + α L_rotation(fake)
      return { loss: total, extra: { value, rotation: turns.loss } }
    })

    adam(models.weightsG, gradients, models.adamG, numbers, PLACES.adamG, models.averageG)
    return tf.stack([loss, extra.value, extra.rotation]) as tf.Tensor1D
  })
}

/** G(z) with the statistics of its own batch, [B, S, S, C]. */
function generate(models: { generator: Models['generator']; weightsG: Record<string, tf.Tensor> }, z: tf.Tensor2D): tf.Tensor4D {
  return models.generator.forward(models.weightsG, z, { kind: 'batch' })
}

function numberAt(numbers: tf.Tensor1D, place: number): tf.Scalar {
  return tf.reshape(tf.slice(numbers, [place], [1]), [])
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

/** Zero in the control experiment that learns rotations only. */
function adversarialWeight(config: RunConfig): number {
  return config.adversarial ? 1 : 0
}
