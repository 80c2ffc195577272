// A network with D's layers that learns from the real images of a run before its GAN begins, so that images can be told apart by its
// features: the rotation of every image [Gidaris et al. 2018], as D learns it beside the GAN.
import type { Dataset } from '../data/dataset.ts'
import { throwIfCancelled, type WorkOptions } from '../spec/cancel.ts'
import { groupSize, type RunConfig, rotatedCount } from '../spec/config.ts'
import { RandomStream } from '../spec/rng.ts'
import { hasOwnKernels } from '../tensor/backend.ts'
import { lossAndGradients } from '../tensor/gradients.ts'
import { linearHead } from '../tensor/ops/linear/linear.ts'
import { compileAhead } from '../tensor/ops/program.ts'
import { createRecorder, type ExecutionMode } from '../tensor/replay.ts'
import { yieldToEvents } from '../tensor/scheduling.ts'
import * as tf from '../tensor/tf.ts'
import { DRAWS_PER_IMAGE } from './augment/programs.ts'
import { viewsOf } from './augment/views.ts'
import { DeviceInputs } from './device-inputs.ts'
import { notFinite } from './errors.ts'
import { rotationAccuracy, rotationLabels, rotationLoss } from './losses/rotation.ts'
import { createRunNetwork, disposeModels, type RunNetwork, stateOf } from './models.ts'
import { buildNetwork, type Network } from './networks/build.ts'
import { ROTATIONS } from './networks/heads.ts'
import { weight } from './networks/parameters.ts'
import { ARCHITECTURES } from './networks/registry.ts'
import { normaliseWeights } from './networks/spectral-norm.ts'
import { adam } from './optimiser.ts'
import { type Statistics, StatisticsTotals, tidyStatistics } from './statistics.ts'
import { createDraws, type InputTable, STEP_INPUTS, type StepInputs, stepInputs } from './step-inputs.ts'

export interface PretrainedOutput {
  /** One logit for each of 0, 90, 180 and 270 degrees, [B, 4]. */
  readonly rotationLogits: tf.Tensor2D
}

/** images [B, S, S, C] → what it predicts of each */
export type PretrainedNetwork = RunNetwork<Network<tf.Tensor4D, PretrainedOutput>>

/** What a step is given. */
export const PRETRAINING_INPUTS = {
  discriminator: {
    real: STEP_INPUTS.discriminator.real,
    augmentation: {
      kind: 'uniform',
      purpose: 'augmentationD',
      shape: (config: RunConfig): [number, number] => [groupSize(config), DRAWS_PER_IMAGE],
    },
  },
  generator: {},
} as const satisfies InputTable
type PretrainingInputs = StepInputs<typeof PRETRAINING_INPUTS>

/** Of the first values of its weights and spectral vectors: those of a run's own networks begin at 0. */
const STREAMS = { weights: 16, spectralU: 17 }

/** Adam as for a classifier: no second network learns against this one. */
const ADAM = { learningRateD: 1e-3, adamBeta1: 0.9, adamBeta2: 0.999 }

/**
 * The settings of a step: every image of the batch is shown in all four rotations, so that with half the batch D's part of a step of the GAN
 * costs about the same.
 */
export function pretrainingSettings(config: RunConfig): RunConfig {
  const batch = Math.max(1, Math.round(config.batch / 2))
  return { ...config, ...ADAM, batch, rotatedShare: 4, beta: 1, discriminatorSteps: 1, conditioning: 'none' }
}

/** Its first values are a function of the seed alone. */
export function createPretrained(config: RunConfig, channels: number): PretrainedNetwork {
  const random = (index: number) => new RandomStream(config.seed, 'initialWeights', index)
  const first = { weights: random(STREAMS.weights), spectralU: random(STREAMS.spectralU) }
  return createRunNetwork(pretrainedNetwork(config, channels), first, false)
}

function pretrainedNetwork(config: RunConfig, channels: number): PretrainedNetwork['network'] {
  const { discriminator } = ARCHITECTURES[config.architecture](config, channels)
  const network = buildNetwork({ ...discriminator, heads: [{ kind: 'linear', name: 'rotation', outputs: ROTATIONS }] })
  return {
    ...network,
    forward(weights, images, norm) {
      const features = network.forward(weights, images, norm)
      const flat: tf.Tensor2D = tf.reshape(features, [images.shape[0], -1]) // → [B, side · side · channels]
      return { rotationLogits: linearHead(flat, weight(weights, 'rotation/weight'), weight(weights, 'rotation/bias')) }
    },
  }
}

/** L = L_rotation on [B, 3n rotated], augmented as what D sees. */
export function pretrainingStep(
  pretrained: PretrainedNetwork,
  config: RunConfig,
  { discriminator, scalars }: PretrainingInputs,
): Statistics {
  return tidyStatistics(() => {
    const { real, augmentation } = discriminator[0] as PretrainingInputs['discriminator'][number]
    const n = rotatedCount(config)
    const images = viewsOf(real, 1, n, augmentation, scalars.of('augmentation'), config) // [B + 3n, S, S, C]
    const { gradients, extra } = lossAndGradients(pretrained.weights, (weights) => {
      const output = pretrained.network.forward(normaliseWeights(weights, pretrained.spectralU, true), images)
      const [logits, turns] = [tf.slice(output.rotationLogits, [config.batch - n, 0]) as tf.Tensor2D, rotationLabels(n)] // [4n, 4]
      const loss = rotationLoss(logits, turns)
      return { loss, extra: { values: tf.stack([loss, rotationAccuracy(logits, turns)]) } }
    })
    adam(pretrained, gradients, scalars.ofUpdate('adamD', 0))
    return { names: ['rotation', 'rotationAccuracy'], values: extra.values as tf.Tensor1D }
  })
}

/**
 * Trains one from its first values. The same settings, set and device give the same weights, bit for bit.
 * @throws TrainingError where the loss is no number any more; CancelledError between two steps
 */
export async function pretrain(
  config: RunConfig,
  dataset: Dataset,
  { signal, onProgress }: WorkOptions = {},
  mode: ExecutionMode = 'replayed',
): Promise<PretrainedNetwork> {
  const settings = pretrainingSettings(config)
  const network = createPretrained(settings, dataset.channels)
  const totals = new StatisticsTotals()
  const steps = createSteps(network, settings, dataset, totals, mode)
  try {
    await steps.prepare()
    let finite = Promise.resolve(true)
    for (let step = 0; step < config.pretrainSteps; step++) {
      throwIfCancelled(signal)
      steps.advance(step)
      const before = finite
      finite = totals.areFinite()
      finite.catch(() => undefined) // thrown where it is awaited, a step later
      if (!(await before)) throw notFinite(step, 'the loss of the network that learns rotations first')
      await yieldToEvents()
      onProgress?.((step + 1) / config.pretrainSteps)
    }
    if (!(await finite)) throw notFinite(config.pretrainSteps, 'the loss of the network that learns rotations first')
    return network
  } catch (error) {
    disposeModels({ network })
    throw error
  } finally {
    steps.dispose()
    totals.dispose()
  }
}

interface Steps {
  /** Compiles the programs of a step. */
  prepare(): Promise<void>
  advance(step: number): void
  dispose(): void
}

/** As a run's steps (stepper.ts): recorded and replayed with our kernels on WebGPU, elsewhere operation by operation. */
function createSteps(
  network: PretrainedNetwork,
  config: RunConfig,
  dataset: Dataset,
  totals: StatisticsTotals,
  mode: ExecutionMode,
): Steps {
  const sums = totals.of('pretraining')
  const measure = (inputs: PretrainingInputs) => {
    sums.add(pretrainingStep(network, config, inputs))
    sums.watch(Object.values(network.weights))
  }
  if (!hasOwnKernels()) {
    const draws = createDraws(config, dataset, PRETRAINING_INPUTS)
    return {
      prepare: async () => undefined,
      advance(step) {
        tf.tidy(() => measure(stepInputs(draws(step, config), config, dataset.channels, step, PRETRAINING_INPUTS)))
        totals.countStep('pretraining')
      },
      dispose: () => undefined,
    }
  }
  const backend = tf.engine().backend as tf.WebGPUBackend
  const inputs = new DeviceInputs(config, dataset, backend, PRETRAINING_INPUTS)
  const recorder = createRecorder(mode)
  let current = 0
  const dryRun = () => tf.tidy(() => measure(inputs.ofStep(current, config)))
  const kept = () => [...Object.values(stateOf({ network })), sums.tensor, ...inputs.kept]
  const run = recorder.record(kept, dryRun)
  return {
    prepare: () => compileAhead(backend, dryRun, () => undefined),
    advance(step) {
      current = step
      inputs.upload(step, config)
      run()
      totals.countStep('pretraining')
    },
    dispose() {
      recorder.dispose()
      inputs.dispose()
    },
  }
}
