// Everything a run learns: both networks, the averaged generator, the spectral vectors and Adam's moments, as named variables.
import type { RunConfig } from '../spec/config.ts'
import { RandomStream } from '../spec/rng.ts'
import { contiguousVariables } from '../tensor/placement.ts'
import * as tf from '../tensor/tf.ts'
import { type Discriminator, type Generator, initialWeights } from './networks/architecture.ts'
import { ARCHITECTURES } from './networks/registry.ts'
import { initialVectors } from './networks/spectral-norm.ts'
import { type AdamMoments, type Variables, zeroVariables } from './optimiser.ts'

export interface Models {
  readonly generator: Generator
  readonly discriminator: Discriminator
  readonly weightsG: Variables
  readonly weightsD: Variables
  /** Exponential moving average of weightsG: every picture and score comes from it. */
  readonly averageG: Variables
  /** Left singular vectors of D's matrices; empty where spectral norm is off. */
  readonly vectorsD: Variables
  readonly adamG: AdamMoments
  readonly adamD: AdamMoments
}

/** Fresh models; their initial weights are a function of the seed alone. */
export function createModels(config: RunConfig, channels: number): Models {
  const architecture = ARCHITECTURES[config.architecture]
  const generator = architecture.generator(config, channels)
  const discriminator = architecture.discriminator(config, channels)
  const random = (index: number) => new RandomStream(config.seed, 'initialWeights', index)
  const initialG = initialWeights(generator.parameters, random(0))
  const weightsG = contiguousVariables(initialG)
  const weightsD = contiguousVariables(initialWeights(discriminator.parameters, random(1)))
  return {
    generator,
    discriminator,
    weightsG,
    weightsD,
    averageG: contiguousVariables(initialG),
    vectorsD: config.spectralNorm ? contiguousVariables(initialVectors(discriminator.parameters, random(2))) : {},
    adamG: { first: zeroVariables(weightsG), second: zeroVariables(weightsG) },
    adamD: { first: zeroVariables(weightsD), second: zeroVariables(weightsD) },
  }
}

/** Every variable under one flat name, such as `generator/up1/kernel`: the content of a checkpoint. */
export function stateOf(models: Models): Record<string, tf.Variable> {
  const groups: Record<string, Variables> = {
    generator: models.weightsG,
    discriminator: models.weightsD,
    average: models.averageG,
    spectral: models.vectorsD,
    'adam/generator/first': models.adamG.first,
    'adam/generator/second': models.adamG.second,
    'adam/discriminator/first': models.adamD.first,
    'adam/discriminator/second': models.adamD.second,
  }
  return Object.fromEntries(
    Object.entries(groups).flatMap(([group, variables]) =>
      Object.entries(variables).map(([name, variable]) => [`${group}/${name}`, variable] as const),
    ),
  )
}

export function disposeModels(models: Models): void {
  tf.dispose(Object.values(stateOf(models)))
}
