// One step of an SS-GAN: D updates, then one G update [Chen et al. 2019, §3 and alg. 1 of the appendix; google/compare_gan].
// Nothing here knows about time, workers or pictures on a page.
import { type RunConfig, rotatedCount } from '../spec/config.ts'
import { lossAndGradients } from '../tensor/gradients.ts'
import * as tf from '../tensor/tf.ts'
import { viewsOf } from './augment.ts'
import type { DiscriminatorInputs, GeneratorInputs, StepInputs } from './inputs.ts'
import { discriminatorLoss, generatorLoss } from './losses.ts'
import type { Models } from './models.ts'
import { normaliseWeights } from './networks/spectral-norm.ts'
import { adamPlaceD, PLACES } from './numbers.ts'
import { adam } from './optimiser.ts'

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
    const [only, ...more] = updatesD as [tf.Tensor1D, ...tf.Tensor1D[]]
    const meanD = more.length > 0 ? tf.mean(tf.stack(updatesD), 0) : only // [updates, 7] → [7]
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
    const { weights: fixed, spectralU: fixedU } = models.generator
    const fake = models.generator.network.forward(normaliseWeights(fixed, fixedU, false), inputs.z) // outside the gradient: G stands still
    const images = viewsOf(tf.concat([inputs.real, fake], 0), 2, n, inputs.augmentation, numbers, config) // [2(B + 3n), S, S, C]

    const { network, weights: trained, spectralU } = models.discriminator
    const { gradients, extra } = lossAndGradients(trained, (weights) => {
      const output = network.forward(normaliseWeights(weights, spectralU, true), images)
      const { loss, statistics } = discriminatorLoss(output, config, numbers) // L_D = V + β L_rotation(real)
      return { loss, extra: { statistics } }
    })

    adam(models.discriminator, gradients, numbers, adamPlaceD(k))
    return extra.statistics
  })
}

/**
 * G learns to be taken for real, and to make images whose turn D can tell. D stands still; the averaged generator follows.
 * Returns its statistics, [3].
 */
export function updateGenerator(models: Models, config: RunConfig, numbers: tf.Tensor1D, inputs: GeneratorInputs): tf.Tensor1D {
  return tf.tidy(() => {
    const n = rotatedCount(config)
    const frozenD = normaliseWeights(models.discriminator.weights, models.discriminator.spectralU, false)

    const { network, weights: trained, spectralU } = models.generator
    const { gradients, extra } = lossAndGradients(trained, (weights) => {
      const fake = network.forward(normaliseWeights(weights, spectralU, true), inputs.z)
      const images = viewsOf(fake, 1, n, inputs.augmentation, numbers, config) // [B + 3n, S, S, C]
      const { loss, statistics } = generatorLoss(models.discriminator.network.forward(frozenD, images), config, numbers) // L_G = -V + α L_rotation(fake)
      return { loss, extra: { statistics } }
    })

    adam(models.generator, gradients, numbers, PLACES.adamG)
    return extra.statistics
  })
}
