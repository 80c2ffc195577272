// One step of an SS-GAN: D updates, then one G update [Chen et al. 2019, §3 and alg. 1 of the appendix; google/compare_gan].
// Nothing here knows about time, workers or pictures on a page.
import { hasRamp, isConditional, type RunConfig, rotatedCount } from '../spec/config.ts'
import { lossAndGradients } from '../tensor/gradients.ts'
import type { Tensors } from '../tensor/ops/op.ts'
import * as tf from '../tensor/tf.ts'
import { DRAWS_PER_IMAGE } from './augment/programs.ts'
import { viewsOf } from './augment/views.ts'
import { adversarialLogits, toldOf } from './losses/classes.ts'
import { discriminatorLoss, generatorLoss } from './losses/losses.ts'
import { isRelativistic } from './losses/registry.ts'
import type { Models } from './models.ts'
import { besideClasses } from './networks/class-code.ts'
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
  /** What G made for it, as it was made, [B, S, S, C]. */
  readonly fake: tf.Tensor4D
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
 * [real B, real_rot 3n, fake B, fake_rot 3n]; the penalty on B upright images. With classes D is told that of each upright image: the
 * label of a real one, the class that a fake one was drawn with.
 */
export function discriminatorPass(models: Models, config: RunConfig, inputs: DiscriminatorInputs, scalars: StepScalars): Pass {
  const { generator, discriminator } = models
  const input = inputOfG(models, config, inputs, scalars)
  const fake = generator.network.forward(normaliseWeights(generator.weights, generator.spectralU, false), input) // G stands still
  const groups = tf.concat([inputs.real, fake], 0)
  const images = viewsOf(groups, 2, rotatedCount(config), inputs.augmentation, scalars.of('augmentation'), config)
  return passOf(discriminator.weights, (weights) => {
    const normalised = normaliseWeights(weights, discriminator.spectralU, true)
    const output = discriminator.network.forward(normalised, images)
    const told = toldInPassOfD(output, config, inputs)
    const losses = discriminatorLoss(output, config, scalars, told && { told, labels: labelsOf(inputs) })
    const logit = (upright: tf.Tensor4D, group: 'real' | 'fake') => {
      const ofUpright = discriminator.network.forward(normalised, upright)
      if (!told || hasRamp(config)) return ofUpright.realLogit
      return adversarialLogits(ofUpright, config, tf.slice(told, [group === 'real' ? 0 : config.batch, 0], [config.batch, -1]))
    }
    return { fake, images, output, ...withPenalty(losses, config, scalars.of('penalty'), { real: inputs.real, fake }, logit) }
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
  const { generator } = models
  const judge = judgeOfFakes(models, config, inputs, scalars, ofD)
  const input = inputOfG(models, config, inputs, scalars)
  return passOf(generator.weights, (weights) =>
    judge(generator.network.forward(normaliseWeights(weights, generator.spectralU, true), input)),
  )
}

/** What becomes of fakes in a pass of G: what D makes of them, and the loss. D stands still. */
export function judgeOfFakes(
  models: Models,
  config: RunConfig,
  inputs: GeneratorInputs,
  scalars: StepScalars,
  ofD?: DiscriminatorInputs,
): (fake: tf.Tensor4D) => Omit<Pass, 'gradients'> {
  const { discriminator } = models
  const frozenD = normaliseWeights(discriminator.weights, discriminator.spectralU, false)
  const real = ofD && isRelativistic(config.loss) ? realLogitsOf(models, config, frozenD, ofD, scalars) : null // outside the gradient
  return (fake) => {
    const images = viewsOf(fake, 1, rotatedCount(config), inputs.augmentation, scalars.of('augmentation'), config)
    const output = discriminator.network.forward(frozenD, images)
    return { fake, images, output, ...generatorLoss(output, config, scalars, toldInPassOfG(output, config, inputs), real) }
  }
}

/** What D is told of the upright images of its own pass, [2B, K], and of one of G, [B, K]; null without classes. */
export function toldInPassOfD(output: DiscriminatorOutput, config: RunConfig, inputs: DiscriminatorInputs): tf.Tensor2D | null {
  return isConditional(config) ? toldOf(output, config, { real: labelsOf(inputs), fake: classesOf(inputs) }) : null
}

export function toldInPassOfG(output: DiscriminatorOutput, config: RunConfig, inputs: GeneratorInputs): tf.Tensor2D | null {
  return isConditional(config) ? toldOf(output, config, { fake: classesOf(inputs) }) : null
}

/** What G draws from: latents, with classes beside their weights, which a ramp scales [Shahbazi et al. 2022, §4]. */
export function inputOfG(
  { generator }: Models,
  config: RunConfig,
  inputs: GeneratorInputs | DiscriminatorInputs,
  scalars: StepScalars,
): tf.Tensor2D {
  if (!isConditional(config)) return inputs.z
  const { embedding } = generator.network.definition
  if (!embedding) throw new Error('a conditional step needs networks with classes')
  return besideClasses(inputs.z, classesOf(inputs), embedding.classes, scalars.of('ramp'))
}

function classesOf({ classes }: Pick<GeneratorInputs, 'classes'>): tf.Tensor1D {
  if (!classes) throw new Error('a conditional step needs the classes of its fakes')
  return classes
}

function labelsOf({ labels }: DiscriminatorInputs): tf.Tensor1D {
  if (!labels) throw new Error('a conditional step needs the labels of its real images, also where they are missing')
  return labels
}

/** D's logits of the real images of an update of D, upright and augmented as they were there, [B, 1]; with a ramp both kinds, [2B, 1]. */
function realLogitsOf(models: Models, config: RunConfig, frozenD: Tensors, inputs: DiscriminatorInputs, scalars: StepScalars): tf.Tensor2D {
  const draws = tf.slice(inputs.augmentation, [0, 0], [config.batch, DRAWS_PER_IMAGE])
  const images = viewsOf(inputs.real, 1, 0, draws, scalars.of('augmentation'), config)
  const output = models.discriminator.network.forward(frozenD, images)
  return adversarialLogits(output, config, isConditional(config) ? toldOf(output, config, { real: labelsOf(inputs) }) : null)
}

/** Computes the gradients of a pass, and keeps its images, logits and statistics beside them. */
function passOf(weights: Tensors, forward: (weights: Tensors) => Omit<Pass, 'gradients'>): Pass {
  let passed: Omit<Pass, 'gradients'> | undefined
  const { loss, gradients, extra } = lossAndGradients(weights, (given) => {
    passed = forward(given)
    const { fake, images, output, statistics } = passed
    return { loss: passed.loss, extra: { fake, images, ...output, values: statistics.values } }
  })
  const { fake, images, values, ...output } = extra
  const { statistics } = passed as Omit<Pass, 'gradients'>
  return { fake, images, output, loss, gradients, statistics: { ...statistics, values } }
}
