// The same step as in gan/step.ts, as a competent user of TensorFlow.js writes it: its own operations, kernels and Adam, fakes made
// outside the gradient, everything tidied. Only benches train so. The comparison is meant for SNDCGAN: the ResNet upsamples and pools here by
// reshaping and adding up, not by the kernels that TensorFlow.js has for that, which lack a second gradient.

import type { Dataset } from '../data/dataset.ts'
import { viewsOf } from '../gan/augment.ts'
import { discriminatorLoss, generatorLoss } from '../gan/losses.ts'
import { createModels, disposeModels, type Models } from '../gan/models.ts'
import { normaliseWeights } from '../gan/networks/spectral-norm.ts'
import type { Variables } from '../gan/optimiser.ts'
import { createDraws, type StepInputs, stepInputs } from '../gan/step-inputs.ts'
import { warmedDecay } from '../gan/step-scalars.ts'
import { type RunConfig, rotatedCount } from '../spec/config.ts'
import { lossAndGradients, type Tensors } from '../tensor/gradients.ts'
import * as tf from '../tensor/tf.ts'

const EPSILON = 1e-8

/** As TensorFlow.js's optimisers take them. */
interface NamedGradient {
  name: string
  tensor: tf.Tensor
}

export interface StockRun {
  advance(): void
  dispose(): void
}

/** A run on the current backend, which must have none of our kernels. */
export function createStockRun(config: RunConfig, dataset: Dataset): StockRun {
  const models = createModels(config, dataset.channels)
  const draws = createDraws(config, dataset)
  const { adamBeta1, adamBeta2 } = config
  const optimiserD = tf.train.adam(config.learningRateD, adamBeta1, adamBeta2, EPSILON)
  const optimiserG = tf.train.adam(config.learningRateG, adamBeta1, adamBeta2, EPSILON)
  let step = 0
  return {
    advance() {
      tf.tidy(() => {
        const inputs = stepInputs(draws(step, config), config, dataset.channels, step)
        for (const input of inputs.discriminator) optimiserD.applyGradients(gradientsD(models, config, inputs, input))
        optimiserG.applyGradients(gradientsG(models, config, inputs))
        follow(models.generator.ema, models.generator.weights, warmedDecay(config.emaDecay, step))
      })
      step++
    },
    dispose() {
      optimiserD.dispose()
      optimiserG.dispose()
      disposeModels(models)
    },
  }
}

function gradientsD(
  models: Models,
  config: RunConfig,
  { scalars }: StepInputs,
  input: StepInputs['discriminator'][number],
): NamedGradient[] {
  const fake = models.generator.network.forward(models.generator.weights, input.z)
  const images = viewsOf(tf.concat([input.real, fake], 0), 2, rotatedCount(config), input.augmentation, scalars.of('augmentation'), config)
  const { network, weights: trained, spectralU } = models.discriminator
  const { gradients } = lossAndGradients(trained, (weights) => {
    const output = network.forward(normaliseWeights(weights, spectralU, true), images)
    return { loss: discriminatorLoss(output, config, scalars.of('beta')).loss, extra: {} }
  })
  return byVariable(trained, gradients)
}

function gradientsG(models: Models, config: RunConfig, { scalars, generator }: StepInputs): NamedGradient[] {
  const frozenD = normaliseWeights(models.discriminator.weights, models.discriminator.spectralU, false)
  const trained = models.generator.weights
  const { gradients } = lossAndGradients(trained, (weights) => {
    const fake = models.generator.network.forward(weights, generator.z)
    const images = viewsOf(fake, 1, rotatedCount(config), generator.augmentation, scalars.of('augmentation'), config)
    return { loss: generatorLoss(models.discriminator.network.forward(frozenD, images), config, scalars.of('alpha')).loss, extra: {} }
  })
  return byVariable(trained, gradients)
}

/** TensorFlow.js finds a variable by the name it gave it. */
function byVariable(variables: Variables, gradients: Tensors): NamedGradient[] {
  return Object.entries(variables).map(([name, variable]) => ({ name: variable.name, tensor: gradients[name] as tf.Tensor }))
}

function follow(average: Variables, weights: Variables, decay: number): void {
  for (const [name, mean] of Object.entries(average)) {
    mean.assign(tf.add(tf.mul(mean, decay), tf.mul(weights[name] as tf.Variable, 1 - decay)))
  }
}
