// Networks as others run them: on the host, with the very numbers that a picture comes from. Spectral norm has divided its weights already, and
// the batch statistics of the generator are those of its samples. Exporters write them down layer by layer (networks/layers.ts).
import { type RunConfig, rampAt } from '../spec/config.ts'
import { captureByName, type HostTensors } from '../tensor/readback.ts'
import * as tf from '../tensor/tf.ts'
import { type ClassLabels, unknownClasses } from './class-labels.ts'
import { classCountOfModels, type Models } from './models.ts'
import type { NetworkDefinition } from './networks/layers.ts'
import { normaliseWeights } from './networks/spectral-norm.ts'
import type { Variables } from './optimiser.ts'
import type { SampledState, Sampler } from './sampler.ts'

export interface InferenceNetwork {
  readonly definition: NetworkDefinition
  /** By the names of the network's parameters. */
  readonly weights: HostTensors
}

/** The averaged generator. */
export interface InferenceGenerator extends InferenceNetwork {
  /** `NAME/mean` and `NAME/variance` of each norm, [C]. */
  readonly statistics: HostTensors
  readonly step: number
  /** Length of z. */
  readonly latent: number
  /** Of each class its name and in what proportion it is drawn; empty where G is told none. */
  readonly classes: Pick<ClassLabels, 'names' | 'counts'>
  /** How much classes count at that step, 0 to 1: the weight of the class that is asked for. */
  readonly ramp: number
}

/** As it is at the moment of the call, whatever steps are queued after it. */
export async function captureGenerator(
  generator: Models['generator'],
  sampler: Sampler,
  config: RunConfig,
  state: SampledState & { readonly classes: Pick<ClassLabels, 'names' | 'counts'> | null },
): Promise<InferenceGenerator> {
  const { network, ema, spectralU } = generator
  const count = classCountOfModels({ generator })
  const reading = [sampler.statistics(state), captureNormalised(ema, spectralU)] as const // both before anything is awaited
  const none = { names: [], counts: [] }
  const { names, counts } = count > 0 ? (state.classes ?? unknownClasses(count, 0)) : none
  const { step } = state
  const [statistics, weights] = await Promise.all(reading)
  return {
    definition: network.definition,
    weights,
    statistics,
    step,
    latent: config.latent,
    classes: { names, counts },
    ramp: rampAt(config, step),
  }
}

export async function captureDiscriminator({ network, weights, spectralU }: Models['discriminator']): Promise<InferenceNetwork> {
  return { definition: network.definition, weights: await captureNormalised(weights, spectralU) }
}

/** As tf.tidy, which may not return a promise: the divided weights are freed once their copies are queued. */
function captureNormalised(weights: Variables, spectralU: Variables): Promise<HostTensors> {
  tf.engine().startScope()
  try {
    return captureByName(normaliseWeights(weights, spectralU, false))
  } finally {
    tf.engine().endScope()
  }
}
