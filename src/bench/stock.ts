// The same step as in gan/step.ts, as a competent user of TensorFlow.js writes it: its own operations, kernels and Adam, fakes generated
// outside the gradient, everything in tidy. Only benches use it. The comparison is meant for SNDCGAN: the ResNet upsamples and pools here by reshaping and
// adding up, not by the kernels that TensorFlow.js has for that, which lack a second gradient.

import type { Dataset } from '../data/dataset.ts'
import { classCountOf, unknownClasses } from '../gan/class-labels.ts'
import { createModels, disposeModels } from '../gan/models.ts'
import type { Variables } from '../gan/optimiser.ts'
import { discriminatorPass, generatorPass } from '../gan/step.ts'
import { createDraws, stepInputs } from '../gan/step-inputs.ts'
import { warmedDecay } from '../gan/step-scalars.ts'
import type { RunConfig } from '../spec/config.ts'
import type { Tensors } from '../tensor/ops/op.ts'
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
  const classes = unknownClasses(classCountOf(config, dataset), dataset.count)
  const models = createModels(config, dataset.channels, classes.names.length)
  const draws = createDraws(config, dataset)
  const { adamBeta1, adamBeta2 } = config
  const optimiserD = tf.train.adam(config.learningRateD, adamBeta1, adamBeta2, EPSILON)
  const optimiserG = tf.train.adam(config.learningRateG, adamBeta1, adamBeta2, EPSILON)
  let step = 0
  return {
    advance() {
      tf.tidy(() => {
        const { discriminator, generator, scalars } = stepInputs(draws(step, config, classes), config, dataset.channels, step)
        for (const inputs of discriminator) {
          const { gradients } = discriminatorPass(models, config, inputs, scalars)
          optimiserD.applyGradients(byVariable(models.discriminator.weights, gradients))
        }
        const { gradients } = generatorPass(models, config, generator, scalars, discriminator.at(-1))
        optimiserG.applyGradients(byVariable(models.generator.weights, gradients))
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

/** TensorFlow.js finds a variable by the name it gave it. */
function byVariable(variables: Variables, gradients: Tensors): NamedGradient[] {
  return Object.entries(variables).map(([name, variable]) => ({ name: variable.name, tensor: gradients[name] as tf.Tensor }))
}

function follow(average: Variables, weights: Variables, decay: number): void {
  for (const [name, mean] of Object.entries(average)) {
    mean.assign(tf.add(tf.mul(mean, decay), tf.mul(weights[name] as tf.Variable, 1 - decay)))
  }
}
