// Queues steps on the device. With our kernels the data lies there, everything random is drawn there, and a step is recorded once and
// replayed: it uploads its numbers and the indices of its images, some hundred bytes. Elsewhere it is queued operation by operation.

import type { Dataset } from '../data/dataset.ts'
import { createOrder, splitImages } from '../data/sampling.ts'
import { FIELD_NAMES, isLive, type RunConfig } from '../spec/config.ts'
import { hasOwnKernels } from '../tensor/backend.ts'
import { accumulate } from '../tensor/ops/accumulate/accumulate.ts'
import { gatherBatch, imageIndex, packedBytes } from '../tensor/ops/gather/gather.ts'
import { drawNumbers } from '../tensor/ops/random/random.ts'
import { createRecorder, type ExecutionMode, type Recorder } from '../tensor/replay.ts'
import { writeValues } from '../tensor/stream.ts'
import * as tf from '../tensor/tf.ts'
import { DRAWS_PER_IMAGE } from './augment/programs.ts'
import { createDraws, halfBatch, imagesOf, type StepInputs, stepInputs } from './inputs.ts'
import { type Models, stateOf } from './models.ts'
import { stepNumbers } from './numbers.ts'
import { trainStep } from './step.ts'

export interface Stepper {
  /** Queues a step; what it measures is added to `totals`, [10]. */
  advance(step: number, config: RunConfig): void
  /** The operations of a step, without new inputs; for compiling ahead. */
  dryRun(config: RunConfig): void
  dispose(): void
}

export function createStepper(models: Models, config: RunConfig, dataset: Dataset, totals: tf.Variable, mode: ExecutionMode): Stepper {
  const backend = tf.engine().backend
  if (hasOwnKernels()) return new DeviceStepper(models, config, dataset, totals, backend as tf.WebGPUBackend, mode)
  const draws = createDraws(config, dataset)
  return {
    advance(step, live) {
      tf.tidy(() => accumulate(totals, trainStep(models, live, stepInputs(draws(step, live), live, step))))
    },
    dryRun: () => undefined,
    dispose: () => undefined,
  }
}

/** Places in the whole numbers of a step: the seed, the indices of its streams, then of its images. */
const SEED = 0
const STEP = 1
const FIRST_UPDATE = 2

class DeviceStepper implements Stepper {
  private readonly models: Models
  private config: RunConfig
  private readonly totals: tf.Variable
  private readonly backend: tf.WebGPUBackend
  private readonly recorder: Recorder
  private readonly real: RealImages
  private readonly order: ReturnType<typeof createOrder>
  private readonly numbers: tf.Tensor1D
  private readonly integers: tf.Tensor1D
  /** What queues a step, by what its list of operations depends on. */
  private readonly steps = new Map<string, () => void>()

  constructor(models: Models, config: RunConfig, dataset: Dataset, totals: tf.Variable, backend: tf.WebGPUBackend, mode: ExecutionMode) {
    this.models = models
    this.config = config
    this.totals = totals
    this.backend = backend
    this.recorder = createRecorder(mode)
    this.order = createOrder(config.seed, splitImages(dataset.count, config).training)
    const fits = dataset.images.length <= backend.device.limits.maxStorageBufferBindingSize
    this.real = fits ? new ResidentImages(dataset) : new StreamedImages(dataset, config, backend)
    this.numbers = tf.tensor1d(stepNumbers(config, 0))
    this.integers = tf.tensor1d(new Int32Array(this.integersOf(0, config)), 'int32')
  }

  advance(step: number, config: RunConfig): void {
    writeValues(this.backend, this.numbers, stepNumbers(config, step))
    writeValues(this.backend, this.integers, this.integersOf(step, config))
    this.real.prepare(step, config)
    this.config = config
    this.stepOf(config)()
  }

  /** What queues a step of the settings' structure; of their values, whatever changes lies in tensors. */
  private stepOf(config: RunConfig): () => void {
    const key = structureOf(config)
    const kept = () => [...Object.values(stateOf(this.models)), this.totals, this.numbers, this.integers, ...this.real.kept]
    const step = this.steps.get(key) ?? this.recorder.record(kept, () => this.dryRun(this.config))
    this.steps.set(key, step)
    return step
  }

  dryRun(config: RunConfig): void {
    tf.tidy(() => accumulate(this.totals, trainStep(this.models, config, this.inputs(config))))
  }

  dispose(): void {
    this.recorder.dispose()
    this.steps.clear()
    tf.dispose([this.numbers, this.integers, ...this.real.kept])
  }

  private integersOf(step: number, config: RunConfig): Uint32Array {
    const { seed, discriminatorSteps } = config
    const updates = Array.from({ length: discriminatorSteps }, (_, k) => step * discriminatorSteps + k)
    const images = updates.flatMap((update) => {
      const { indices, mirrored } = imagesOf(this.order, config, update)
      return Array.from(indices, (image, i) => imageIndex(image, mirrored[i] as boolean))
    })
    return Uint32Array.from([seed, step, ...updates, ...images])
  }

  /** The inputs of the step whose numbers are on the device, drawn there. */
  private inputs(config: RunConfig): StepInputs {
    const { batch, latent, discriminatorSteps } = config
    const half = halfBatch(config)
    const draw = <T extends tf.Tensor>(
      kind: 'uniform' | 'normal',
      purpose: Parameters<typeof drawNumbers>[1]['purpose'],
      at: number,
      shape: number[],
    ) => drawNumbers<T>(this.integers, { purpose, seedAt: SEED, indexAt: at }, kind, shape)
    return {
      numbers: this.numbers,
      discriminator: Array.from({ length: discriminatorSteps }, (_, k) => ({
        real: this.real.batch(this.integers, k, config),
        z: draw<tf.Tensor2D>('normal', 'latentD', FIRST_UPDATE + k, [batch, latent]),
        augmentation: draw<tf.Tensor2D>('uniform', 'augmentationD', FIRST_UPDATE + k, [2 * half, DRAWS_PER_IMAGE]),
      })),
      generator: {
        z: draw<tf.Tensor2D>('normal', 'latentG', STEP, [batch, latent]),
        augmentation: draw<tf.Tensor2D>('uniform', 'augmentationG', STEP, [half, DRAWS_PER_IMAGE]),
      },
    }
  }
}

/** Where the real images of a step come from. */
interface RealImages {
  /** Tensors that outlive a step. */
  readonly kept: readonly tf.Tensor[]
  /** Before the step is queued. */
  prepare(step: number, config: RunConfig): void
  /** Those of D's k-th update, [B, S, S, C] in [-1, 1]. */
  batch(integers: tf.Tensor, k: number, config: RunConfig): tf.Tensor4D
}

/** The whole set lies on the device. */
class ResidentImages implements RealImages {
  readonly kept: readonly [tf.Tensor1D]
  private readonly sides: [number, number, number]

  constructor({ images, size, channels }: Dataset) {
    this.kept = [packedBytes(images)]
    this.sides = [size, size, channels]
  }

  prepare(): void {}

  batch(integers: tf.Tensor, k: number, { batch, discriminatorSteps }: RunConfig): tf.Tensor4D {
    return gatherBatch(this.kept[0], integers, FIRST_UPDATE + discriminatorSteps + k * batch, [batch, ...this.sides])
  }
}

/** The set is larger than what the device lets a program see: every step uploads its own images. */
class StreamedImages implements RealImages {
  readonly kept: readonly tf.Tensor4D[]
  private readonly draws: ReturnType<typeof createDraws>
  private readonly backend: tf.WebGPUBackend

  constructor(dataset: Dataset, config: RunConfig, backend: tf.WebGPUBackend) {
    const sides: [number, number, number, number] = [config.batch, dataset.size, dataset.size, dataset.channels]
    this.kept = Array.from({ length: config.discriminatorSteps }, () => tf.zeros<tf.Rank.R4>(sides))
    this.draws = createDraws(config, dataset)
    this.backend = backend
  }

  prepare(step: number, config: RunConfig): void {
    this.draws(step, config).discriminator.forEach(({ real }, k) => {
      writeValues(this.backend, this.kept[k] as tf.Tensor4D, real)
    })
  }

  batch(_integers: tf.Tensor, k: number): tf.Tensor4D {
    return tf.clone(this.kept[k] as tf.Tensor4D)
  }
}

/** What the list of operations depends on: every setting that is fixed for a run, and whether colours change at all. */
function structureOf(config: RunConfig): string {
  const fixed = FIELD_NAMES.filter((name) => !isLive(name)).map((name) => config[name])
  return JSON.stringify([fixed, config.augmentColor > 0])
}
