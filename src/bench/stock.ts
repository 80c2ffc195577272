// The same step as in gan/step.ts, as a competent user of TensorFlow.js writes it: its own operations, kernels and Adam, fakes generated
// outside the gradient, everything in tidy. Only benches use it.

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

interface StockRun {
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
        follow(models.averageG, models.weightsG, warmedDecay(config.emaDecay, step))
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
  const fake = models.generator.forward(models.weightsG, input.z, { kind: 'batch' })
  const images = viewsOf(tf.concat([input.real, fake], 0), 2, rotatedCount(config), input.augmentation, scalars.of('augmentation'), config)
  const { gradients } = lossAndGradients(models.weightsD, (weights) => {
    const answers = models.discriminator.forward(normaliseWeights(weights, models.vectorsD, true), images)
    return { loss: discriminatorLoss(answers, config, scalars.of('beta')).loss, extra: {} }
  })
  return byVariable(models.weightsD, gradients)
}

function gradientsG(models: Models, config: RunConfig, { scalars, generator }: StepInputs): NamedGradient[] {
  const frozenD = normaliseWeights(models.weightsD, models.vectorsD, false)
  const { gradients } = lossAndGradients(models.weightsG, (weights) => {
    const fake = models.generator.forward(weights, generator.z, { kind: 'batch' })
    const images = viewsOf(fake, 1, rotatedCount(config), generator.augmentation, scalars.of('augmentation'), config)
    return { loss: generatorLoss(models.discriminator.forward(frozenD, images), config, scalars.of('alpha')).loss, extra: {} }
  })
  return byVariable(models.weightsG, gradients)
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
