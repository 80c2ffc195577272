// A network with D's layers that learns from the real images of a run before its GAN begins, so that images can be told apart by its
// features: the rotation of every image [Gidaris et al. 2018], as D learns it beside the GAN; and where it is given labels, these beside
// the rotations (S4L) [Zhai et al. 2019, eq. 1 and §3.1.1; Lucic et al. 2019, §3.1].
import type { Dataset } from '../data/dataset.ts'
import { throwIfCancelled, type WorkOptions } from '../spec/cancel.ts'
import { groupSize, type RunConfig, rotatedCount } from '../spec/config.ts'
import { RandomStream } from '../spec/rng.ts'
import { hasOwnKernels } from '../tensor/backend.ts'
import { lossAndGradients } from '../tensor/gradients.ts'
import { compileAhead } from '../tensor/ops/program.ts'
import { createRecorder, type ExecutionMode } from '../tensor/replay.ts'
import { yieldToEvents } from '../tensor/scheduling.ts'
import * as tf from '../tensor/tf.ts'
import { DRAWS_PER_IMAGE } from './augment/programs.ts'
import { viewsOf } from './augment/views.ts'
import type { ClassLabels } from './class-labels.ts'
import { DeviceInputs } from './device-inputs.ts'
import { notFinite } from './errors.ts'
import { classTask } from './losses/class-task.ts'
import { rotationAccuracy, rotationLabels, rotationLoss } from './losses/rotation.ts'
import { createRunNetwork, disposeModels, type RunNetwork, stateOf } from './models.ts'
import { buildNetwork, type Network } from './networks/build.ts'
import { applyHead, ROTATIONS } from './networks/heads.ts'
import type { Head } from './networks/layers.ts'
import { ARCHITECTURES } from './networks/registry.ts'
import { normaliseWeights } from './networks/spectral-norm.ts'
import { adam } from './optimiser.ts'
import { type Statistics, StatisticsTotals, tidyStatistics } from './statistics.ts'
import { createDraws, type InputTable, STEP_INPUTS, type StepDraws, type StepInputs, stepInputs } from './step-inputs.ts'

export interface PretrainedOutput {
  /** One logit for each of 0, 90, 180 and 270 degrees, [B, 4]. */
  readonly rotationLogits: tf.Tensor2D
  /** Where it learns labels: a logit for each class, [B, K]. */
  readonly classLogits?: tf.Tensor2D
}

/** images [B, S, S, C] → what it predicts of each */
export type PretrainedNetwork = RunNetwork<Network<tf.Tensor4D, PretrainedOutput>>

/** The labels that it learns: for each image an index of the names, NO_CLASS where it has none. */
export type FewLabels = Pick<ClassLabels, 'names' | 'given'>

/** What a step is given. */
const PRETRAINING_INPUTS = {
  discriminator: {
    real: STEP_INPUTS.discriminator.real,
    labels: STEP_INPUTS.discriminator.labels,
    augmentation: {
      kind: 'uniform',
      purpose: 'augmentationD',
      shape: (config: RunConfig): [number, number] => [groupSize(config), DRAWS_PER_IMAGE],
    },
  },
  generator: {},
} as const satisfies InputTable
type PretrainingInputs = StepInputs<typeof PRETRAINING_INPUTS>

/** What is drawn for a step, as tensors. */
export function pretrainingInputs(
  draws: StepDraws<typeof PRETRAINING_INPUTS>,
  config: RunConfig,
  channels: number,
  step: number,
): PretrainingInputs {
  return stepInputs(draws, config, channels, step, PRETRAINING_INPUTS)
}

/** Of the first values of its weights and spectral vectors: those of a run's own networks begin at 0. */
const STREAMS = { weights: 16, spectralU: 17 }

/** Adam as for a classifier: no second network learns against this one. */
const ADAM = { learningRateD: 1e-3, adamBeta1: 0.9, adamBeta2: 0.999 }

/** As an error names it. */
const LOSS = 'the loss of the network that learns rotations first'

/** With labels: the share of every batch that has one. Of a few among thousands, most batches would hold none. */
const LABELLED = { conditioning: 'co-trained', labelledBatch: 0.5 } as const

/**
 * The settings of a step: every image of the batch is shown in all four rotations, so that with half the batch D's part of a step of the GAN
 * costs about the same.
 */
export function pretrainingSettings(config: RunConfig, learnsLabels: boolean): RunConfig {
  const batch = Math.max(1, Math.round(config.batch / 2))
  const ofLabels = learnsLabels ? LABELLED : ({ conditioning: 'none' } as const)
  return { ...config, ...ADAM, ...ofLabels, batch, rotatedShare: 4, discriminatorSteps: 1 }
}

/** Its first values are a function of the seed alone. @param classes 0 where it learns no labels */
export function createPretrained(config: RunConfig, channels: number, classes: number): PretrainedNetwork {
  const random = (index: number) => new RandomStream(config.seed, 'initialWeights', index)
  const first = { weights: random(STREAMS.weights), spectralU: random(STREAMS.spectralU) }
  return createRunNetwork(pretrainedNetwork(config, channels, classes), first, false)
}

function pretrainedNetwork(config: RunConfig, channels: number, classes: number): PretrainedNetwork['network'] {
  const { discriminator } = ARCHITECTURES[config.architecture](config, channels, classes)
  const rotation: Head = { kind: 'linear', name: 'rotation', outputs: ROTATIONS }
  const predictor: Head | null = classes > 0 ? { kind: 'linear', name: 'class', outputs: classes } : null
  const network = buildNetwork({ ...discriminator, heads: predictor ? [rotation, predictor] : [rotation] })
  return {
    ...network,
    forward(weights, images, norm) {
      const features: tf.Tensor2D = tf.reshape(network.forward(weights, images, norm), [images.shape[0], -1]) // → [B, side · side · channels]
      const rotationLogits = applyHead(rotation, weights, features)
      return predictor ? { rotationLogits, classLogits: applyHead(predictor, weights, features) } : { rotationLogits }
    },
  }
}

/**
 * L = L_rotation on [B, 3n rotated], augmented as what D sees; with labels + L_class, the mean cross-entropy of the upright images that have one.
 */
export function pretrainingStep(
  pretrained: PretrainedNetwork,
  config: RunConfig,
  { discriminator, scalars }: PretrainingInputs,
): Statistics {
  return tidyStatistics(() => {
    const { real, labels, augmentation } = discriminator[0] as PretrainingInputs['discriminator'][number]
    const n = rotatedCount(config)
    const images = viewsOf(real, 1, n, augmentation, scalars.of('augmentation'), config) // [B + 3n, S, S, C]
    let names: readonly string[] = []
    const { gradients, extra } = lossAndGradients(pretrained.weights, (weights) => {
      const output = pretrained.network.forward(normaliseWeights(weights, pretrained.spectralU, true), images)
      const measures = { ...rotationMeasures(output, config.batch, n), ...classMeasures(output, labels) }
      names = Object.keys(measures)
      const loss = measures.class ? tf.add<tf.Scalar>(measures.rotation, measures.class) : measures.rotation
      return { loss, extra: { values: tf.stack(Object.values(measures)) } }
    })
    adam(pretrained, gradients, scalars.ofUpdate('adamD', 0))
    return { names, values: extra.values as tf.Tensor1D }
  })
}

function rotationMeasures({ rotationLogits }: PretrainedOutput, batch: number, n: number) {
  const [logits, labels] = [tf.slice<tf.Rank.R2, tf.Tensor2D>(rotationLogits, [batch - n, 0]), rotationLabels(n)] // [4n, 4] each
  return { rotation: rotationLoss(logits, labels), rotationAccuracy: rotationAccuracy(logits, labels) }
}

function classMeasures(
  { classLogits }: PretrainedOutput,
  labels: tf.Tensor1D | undefined,
): { class?: tf.Scalar; classAccuracy?: tf.Scalar } {
  if (!classLogits || !labels) return {}
  const { loss, sums } = classTask(classLogits, labels, { vector: tf.tensor1d([1]), index: 0 })
  const [, hits, count] = tf.split(sums, 3) as [tf.Tensor, tf.Tensor, tf.Tensor]
  return { class: loss, classAccuracy: tf.reshape(tf.div(hits, tf.maximum(count, 1)), []) }
}

/**
 * Trains one from its first values. The same settings, set, labels and device give the same weights, bit for bit.
 * @param labels of some images, to be learnt too; null: rotations alone
 * @throws TrainingError where the loss is no number any more; CancelledError between two steps
 */
export async function pretrain(
  config: RunConfig,
  dataset: Dataset,
  labels: FewLabels | null,
  { signal, onProgress }: WorkOptions = {},
  mode: ExecutionMode = 'replayed',
): Promise<PretrainedNetwork> {
  const settings = pretrainingSettings(config, labels !== null)
  const network = createPretrained(settings, dataset.channels, labels?.names.length ?? 0)
  const totals = new StatisticsTotals()
  const steps = createSteps({ network, settings, dataset, classes: labels && asClasses(labels) }, totals, mode)
  try {
    await steps.prepare()
    let finite = Promise.resolve(true)
    for (let step = 0; step < config.pretrainSteps; step++) {
      throwIfCancelled(signal)
      steps.advance(step)
      const before = finite
      finite = totals.areFinite()
      finite.catch(() => undefined) // thrown where it is awaited, a step later
      if (!(await before)) throw notFinite(step, LOSS)
      await yieldToEvents()
      onProgress?.((step + 1) / config.pretrainSteps)
    }
    if (!(await finite)) throw notFinite(config.pretrainSteps, LOSS)
    return network
  } catch (error) {
    disposeModels({ network })
    throw error
  } finally {
    steps.dispose()
    totals.dispose()
  }
}

/** As the inputs of a step read them. */
function asClasses({ names, given }: FewLabels): ClassLabels {
  return { names, given, ofImages: given, confidence: new Float32Array(given.length), counts: names.map(() => 1), step: 0 }
}

interface Pretraining {
  readonly network: PretrainedNetwork
  readonly settings: RunConfig
  readonly dataset: Dataset
  /** Null where it learns no labels. */
  readonly classes: ClassLabels | null
}

interface Steps {
  /** Compiles the programs of a step. */
  prepare(): Promise<void>
  advance(step: number): void
  dispose(): void
}

/** As a run's steps (stepper.ts): recorded and replayed with our kernels on WebGPU, elsewhere operation by operation. */
function createSteps({ network, settings, dataset, classes }: Pretraining, totals: StatisticsTotals, mode: ExecutionMode): Steps {
  const sums = totals.of('pretraining')
  const measure = (inputs: PretrainingInputs) => {
    sums.add(pretrainingStep(network, settings, inputs))
    sums.watch(Object.values(network.weights))
  }
  if (!hasOwnKernels()) {
    const draws = createDraws(settings, dataset, PRETRAINING_INPUTS)
    return {
      prepare: async () => undefined,
      advance(step) {
        tf.tidy(() => measure(pretrainingInputs(draws(step, settings, classes), settings, dataset.channels, step)))
        totals.countStep('pretraining')
      },
      dispose: () => undefined,
    }
  }
  const backend = tf.engine().backend as tf.WebGPUBackend
  const inputs = new DeviceInputs(settings, dataset, backend, PRETRAINING_INPUTS)
  const recorder = createRecorder(mode)
  let current = 0
  const dryRun = () => tf.tidy(() => measure(inputs.ofStep(current, settings)))
  const kept = () => [...Object.values(stateOf({ network })), sums.tensor, ...inputs.kept]
  const run = recorder.record(kept, dryRun)
  return {
    prepare: () => compileAhead(backend, dryRun, () => undefined),
    advance(step) {
      current = step
      inputs.upload(step, settings, classes)
      run()
      totals.countStep('pretraining')
    },
    dispose() {
      recorder.dispose()
      inputs.dispose()
    },
  }
}
