// One step of an SS-GAN: D updates, then one G update [Chen et al. 2019, §3 and alg. 1 of the appendix; google/compare_gan].
// Nothing here knows about time, workers or pictures on a page.
import { type RunConfig, rotatedCount } from '../spec/config.ts'
import { lossAndGradients, type Tensors } from '../tensor/gradients.ts'
import * as tf from '../tensor/tf.ts'
import { viewsOf } from './augment.ts'
import { discriminatorLoss, generatorLoss } from './losses.ts'
import type { Models } from './models.ts'
import type { DiscriminatorOutput } from './networks/heads.ts'
import { normaliseWeights } from './networks/spectral-norm.ts'
import { adam } from './optimiser.ts'
import { concatStatistics, meanStatistics, type Statistics, tidyStatistics } from './statistics.ts'
import type { DiscriminatorInputs, GeneratorInputs, StepInputs } from './step-inputs.ts'
import type { StepScalars } from './step-scalars.ts'

/** Advances the models by one step. Returns its statistics; those of D are means over its updates. */
export function trainStep(models: Models, config: RunConfig, { discriminator, generator, scalars }: StepInputs): Statistics {
  return tidyStatistics(() => {
    const ofD = discriminator.map((inputs, k) => updateDiscriminator(models, config, inputs, scalars, k))
    const ofG = updateGenerator(models, config, generator, scalars)
    return concatStatistics([meanStatistics(ofD), ofG])
  })
}

/** @param k which update of the step */
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

/** The EMA generator follows. */
export function updateGenerator(models: Models, config: RunConfig, inputs: GeneratorInputs, scalars: StepScalars): Statistics {
  return tidyStatistics(() => {
    const { gradients, statistics } = generatorPass(models, config, inputs, scalars)
    adam(models.generator, gradients, scalars.of('adamG'), scalars.of('emaDecay'))
    return statistics
  })
}

/** Everything between the inputs of an update and the change of the weights. */
export interface Pass {
  /** What D sees, [groups · (B + 3n), S, S, C]: of each group B upright images, then the last n of them rotated by 90, 180, 270 degrees. */
  readonly images: tf.Tensor4D
  /** What D makes of them. */
  readonly output: DiscriminatorOutput
  readonly loss: tf.Scalar
  readonly statistics: Statistics
  /** d loss / d each weight of the network that learns. */
  readonly gradients: Tensors
}

/** D learns real from fake, and the rotations of real images only: L_D = V + β L_rotation(real), on [real B, real_rot 3n, fake B, fake_rot 3n]. */
export function discriminatorPass(models: Models, config: RunConfig, inputs: DiscriminatorInputs, scalars: StepScalars): Pass {
  const { generator, discriminator } = models
  const fake = generator.network.forward(normaliseWeights(generator.weights, generator.spectralU, false), inputs.z) // G stands still
  const images = shownToD([inputs.real, fake], config, inputs, scalars)
  return passOf(discriminator.weights, (weights) => {
    const output = discriminator.network.forward(normaliseWeights(weights, discriminator.spectralU, true), images)
    return { images, output, ...discriminatorLoss(output, config, scalars.of('beta')) }
  })
}

/**
 * G learns to be taken for real, and to make images whose rotation D can tell: L_G = -V + α L_rotation(fake), on [fake B, fake_rot 3n].
 * D stands still. With `inputs.real` the batch is that of D.
 */
export function generatorPass(models: Models, config: RunConfig, inputs: GeneratorInputs, scalars: StepScalars): Pass {
  const { generator, discriminator } = models
  const frozenD = normaliseWeights(discriminator.weights, discriminator.spectralU, false)
  return passOf(generator.weights, (weights) => {
    const fake = generator.network.forward(normaliseWeights(weights, generator.spectralU, true), inputs.z)
    const images = shownToD(inputs.real ? [inputs.real, fake] : [fake], config, inputs, scalars)
    const output = discriminator.network.forward(frozenD, images)
    return { images, output, ...generatorLoss(output, config, scalars.of('alpha')) }
  })
}

/** Groups of B images, real or fake, as D sees them: with rotated copies, all augmented. */
function shownToD(groups: tf.Tensor4D[], config: RunConfig, inputs: GeneratorInputs, scalars: StepScalars): tf.Tensor4D {
  const [only, ...more] = groups as [tf.Tensor4D, ...tf.Tensor4D[]]
  const images = more.length > 0 ? tf.concat(groups, 0) : only
  return viewsOf(images, groups.length, rotatedCount(config), inputs.augmentation, scalars.of('augmentation'), config)
}

/** Runs a pass on the tape, and carries out of it what is to be seen besides the gradients. */
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
