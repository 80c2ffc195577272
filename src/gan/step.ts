// One step of an SS-GAN: D updates, then one G update [Chen et al. 2019, §3 and alg. 1 of the appendix; google/compare_gan].
// Nothing here knows about time, workers or pictures on a page.
import { type RunConfig, rotatedCount } from '../spec/config.ts'
import { lossAndGradients } from '../tensor/gradients.ts'
import type { Tensors } from '../tensor/ops/op.ts'
import * as tf from '../tensor/tf.ts'
import { DRAWS_PER_IMAGE } from './augment/programs.ts'
import { viewsOf } from './augment/views.ts'
import { discriminatorLoss, generatorLoss } from './losses/losses.ts'
import { isRelativistic } from './losses/registry.ts'
import type { Models } from './models.ts'
import type { DiscriminatorOutput } from './networks/heads.ts'
import { normaliseWeights } from './networks/spectral-norm.ts'
import { adam } from './optimiser.ts'
import { withPenalty } from './penalties/registry.ts'
import { concatStatistics, meanStatistics, type Statistics, tidyStatistics } from './statistics.ts'
import type { DiscriminatorInputs, GeneratorInputs, StepInputs } from './step-inputs.ts'
import type { StepScalars } from './step-scalars.ts'

/** Advances the models by one step. Returns its statistics; those of D are means over its updates. */
export function trainStep(models: Models, config: RunConfig, { discriminator, generator, scalars }: StepInputs): Statistics {
  return tidyStatistics(() => {
    const ofD = discriminator.map((inputs, k) => updateDiscriminator(models, config, inputs, scalars, k))
    const ofG = updateGenerator(models, config, generator, scalars, discriminator.at(-1))
    return concatStatistics([meanStatistics(ofD), ofG])
  })
}

/** @param k index of the update in the step */
export function updateDiscriminator(
  models: Models,
  config: RunConfig,
  inputs: DiscriminatorInputs,
  scalars: StepScalars,
  k: number,
): Statistics {
  return tidyStatistics(() => {
    const { gradients, statistics } = discriminatorPass(models, config, inputs, scalars)
    adam(models.discriminator, gradients, scalars.ofUpdate('adamD', k))
    return statistics
  })
}

/** Also moves the EMA generator towards the new weights. @param ofD what D's last update was given */
export function updateGenerator(
  models: Models,
  config: RunConfig,
  inputs: GeneratorInputs,
  scalars: StepScalars,
  ofD?: DiscriminatorInputs,
): Statistics {
  return tidyStatistics(() => {
    const { gradients, statistics } = generatorPass(models, config, inputs, scalars, ofD)
    adam(models.generator, gradients, scalars.of('adamG'), scalars.of('emaDecay'))
    return statistics
  })
}

/** Everything between the inputs of an update and the change of the weights. */
export interface Pass {
  /** What D sees, [groups · (B + 3n), S, S, C]: of each group B upright images, then the last n of them rotated by 90, 180, 270 degrees. */
  readonly images: tf.Tensor4D
  /** D's logits for them. */
  readonly output: DiscriminatorOutput
  readonly loss: tf.Scalar
  readonly statistics: Statistics
  /** d loss / d each weight of the network that learns. */
  readonly gradients: Tensors
}

/**
 * D learns real from fake, and the rotations of real images only: L_D = V + β L_rotation(real) + γ penalty, on
 * [real B, real_rot 3n, fake B, fake_rot 3n]; the penalty on B upright images.
 */
export function discriminatorPass(models: Models, config: RunConfig, inputs: DiscriminatorInputs, scalars: StepScalars): Pass {
  const { generator, discriminator } = models
  const fake = generator.network.forward(normaliseWeights(generator.weights, generator.spectralU, false), inputs.z) // G stands still
  const groups = tf.concat([inputs.real, fake], 0)
  const images = viewsOf(groups, 2, rotatedCount(config), inputs.augmentation, scalars.of('augmentation'), config)
  return passOf(discriminator.weights, (weights) => {
    const normalised = normaliseWeights(weights, discriminator.spectralU, true)
    const output = discriminator.network.forward(normalised, images)
    const losses = discriminatorLoss(output, config, scalars.of('beta'))
    const realLogit = (upright: tf.Tensor4D) => discriminator.network.forward(normalised, upright).realLogit
    return { images, output, ...withPenalty(losses, config, scalars.of('penalty'), { real: inputs.real, fake }, realLogit) }
  })
}

/**
 * G learns to be taken for real, and to make images whose rotation D can tell: L_G = -V + α L_rotation(fake), on [fake B, fake_rot 3n].
 * D stands still. A relativistic loss compares the fake images with the real ones of D's last update.
 */
export function generatorPass(
  models: Models,
  config: RunConfig,
  inputs: GeneratorInputs,
  scalars: StepScalars,
  ofD?: DiscriminatorInputs,
): Pass {
  const { generator, discriminator } = models
  const frozenD = normaliseWeights(discriminator.weights, discriminator.spectralU, false)
  const real = ofD && isRelativistic(config.loss) ? realLogitsOf(models, config, frozenD, ofD, scalars) : null // outside the gradient
  return passOf(generator.weights, (weights) => {
    const fake = generator.network.forward(normaliseWeights(weights, generator.spectralU, true), inputs.z)
    const images = viewsOf(fake, 1, rotatedCount(config), inputs.augmentation, scalars.of('augmentation'), config)
    const output = discriminator.network.forward(frozenD, images)
    return { images, output, ...generatorLoss(output, config, scalars.of('alpha'), real) }
  })
}

/** D's logits of the real images of an update of D, upright and augmented as they were there, [B, 1]. */
function realLogitsOf(
  models: Models,
  config: RunConfig,
  frozenD: Tensors,
  { real, augmentation }: DiscriminatorInputs,
  scalars: StepScalars,
): tf.Tensor2D {
  const draws = tf.slice(augmentation, [0, 0], [config.batch, DRAWS_PER_IMAGE])
  return models.discriminator.network.forward(frozenD, viewsOf(real, 1, 0, draws, scalars.of('augmentation'), config)).realLogit
}

/** Computes the gradients of a pass, and keeps its images, logits and statistics beside them. */
function passOf(weights: Tensors, forward: (weights: Tensors) => Omit<Pass, 'gradients'>): Pass {
  let passed: Omit<Pass, 'gradients'> | undefined
  const { loss, gradients, extra } = lossAndGradients(weights, (given) => {
    passed = forward(given)
    const { images, output, statistics } = passed
    return { loss: passed.loss, extra: { images, ...output, values: statistics.values } }
  })
  const { images, values, ...output } = extra
  const { statistics } = passed as Omit<Pass, 'gradients'>
  return { images, output, loss, gradients, statistics: { ...statistics, values } }
}
