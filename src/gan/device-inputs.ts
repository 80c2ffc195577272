// The inputs of a step on the device: the set of images lies there and random numbers are drawn there. A step uploads its scalars and,
// as whole numbers, the indices of its streams and of its images: some hundred bytes.

import type { Dataset } from '../data/dataset.ts'
import { gatherImages } from '../data/sampling.ts'
import type { RunConfig } from '../spec/config.ts'
import { gatherBatch, imageIndex, packedBytes } from '../tensor/ops/gather/gather.ts'
import { drawNumbers } from '../tensor/ops/random/random.ts'
import { writeValues } from '../tensor/stream.ts'
import * as tf from '../tensor/tf.ts'
import { concatenateParts, type NamedParts, offsetOf } from './named-parts.ts'
import {
  batchLabels,
  createRealBatches,
  type InputOfStep,
  type InputTable,
  inputsOfStep,
  makeInputs,
  type RealBatch,
  STEP_INPUTS,
  type StepInputs,
} from './step-inputs.ts'
import { namedScalars, stepScalars } from './step-scalars.ts'

export class DeviceInputs<T extends InputTable = typeof STEP_INPUTS> {
  /** Tensors that outlive a step. */
  readonly kept: readonly tf.Tensor[]
  private readonly backend: tf.WebGPUBackend
  private readonly dataset: Dataset
  private readonly table: InputTable
  private readonly batches: ReturnType<typeof createRealBatches>
  private readonly images: ResidentImages | StreamedImages
  private readonly scalars: tf.Tensor1D
  /** int32 */
  private readonly indices: tf.Tensor1D
  /** What they hold. */
  private parts: NamedParts

  /** @param table the inputs that there are, where they are not those of every run */
  constructor(config: RunConfig, dataset: Dataset, backend: tf.WebGPUBackend, table?: T) {
    this.backend = backend
    this.dataset = dataset
    this.table = table ?? STEP_INPUTS
    this.batches = createRealBatches(config, dataset)
    const fits = dataset.images.length <= backend.device.limits.maxStorageBufferBindingSize
    this.images = fits ? new ResidentImages(dataset) : new StreamedImages(dataset, config, backend)
    this.scalars = tf.tensor1d(stepScalars(config, 0))
    this.parts = this.indexParts(config, 0)
    this.indices = tf.tensor1d(Int32Array.from(concatenateParts(this.parts)), 'int32')
    this.kept = [this.scalars, this.indices, ...this.images.kept]
  }

  /** Uploads what a step needs. */
  upload(step: number, config: RunConfig): void {
    writeValues(this.backend, this.scalars, stepScalars(config, step))
    this.parts = this.indexParts(config, step)
    writeValues(this.backend, this.indices, Uint32Array.from(concatenateParts(this.parts)))
    if (this.images instanceof StreamedImages) {
      for (const { row, k, index } of inputsOfStep(this.table, config, step)) {
        if (row.kind !== 'images') continue
        const { indices, mirrored } = this.batches(index, config)
        this.images.upload(k, gatherImages(this.dataset, indices, mirrored))
      }
    }
  }

  /** The inputs of the step that was uploaded last; replayed, they are those of the step that was uploaded before the replay. */
  ofStep(step: number, config: RunConfig): StepInputs<T> {
    const passes = makeInputs(inputsOfStep(this.table, config, step), (input) => this.made(input, config))
    return { scalars: namedScalars(this.scalars, config), ...passes } as unknown as StepInputs<T>
  }

  private made({ row, pass, k, name }: InputOfStep, config: RunConfig): tf.Tensor {
    const shape = [...row.shape(config, this.dataset.channels)]
    const offset = (part: string) => offsetOf(this.parts, part)
    if (row.kind === 'images') return this.images.batch(this.indices, offset(`${k}/${name}`), k, shape as Sides)
    if (row.kind === 'labels' || row.kind === 'classes') return tf.slice(this.indices, [offset(`${k}/${name}`)], shape as [number])
    const stream = pass === 'generator' ? 'step' : `${k}/update`
    return drawNumbers(this.indices, { purpose: row.purpose, seedAt: offset('seed'), indexAt: offset(stream) }, row.kind, shape)
  }

  /** The indices of a step by name. Their count is the same in every step of a run. */
  private indexParts(config: RunConfig, step: number): NamedParts {
    const { seed, discriminatorSteps } = config
    const updates = Array.from({ length: discriminatorSteps }, (_, k) => [`${k}/update`, [step * discriminatorSteps + k]] as const)
    const ofImages = inputsOfStep(this.table, config, step).flatMap(({ row, k, name, index }) => {
      if (row.kind !== 'images' && row.kind !== 'labels') return []
      const batch = this.batches(index, config)
      return [[`${k}/${name}`, row.kind === 'images' ? imageIndices(batch) : batchLabels(this.dataset, batch)] as const]
    })
    return [['seed', [seed]], ['step', [step]], ...updates, ...ofImages]
  }

  dispose(): void {
    tf.dispose([...this.kept])
  }
}

function imageIndices({ indices, mirrored }: RealBatch): number[] {
  return Array.from(indices, (image, i) => imageIndex(image, mirrored[i] as boolean))
}

type Sides = [number, number, number, number]

/** The whole set lies on the device. */
class ResidentImages {
  readonly kept: readonly [tf.Tensor1D]

  constructor({ images }: Dataset) {
    this.kept = [packedBytes(images)]
  }

  /** The images whose indices stand in `indices` from `offset` on, [B, S, S, C] in [-1, 1]. */
  batch(indices: tf.Tensor, offset: number, _k: number, shape: Sides): tf.Tensor4D {
    return gatherBatch(this.kept[0], indices, offset, shape)
  }
}

/** The set is larger than what the device lets a program see: every step uploads its own images. */
class StreamedImages {
  /** The images of each update of D. */
  readonly kept: readonly tf.Tensor4D[]
  private readonly backend: tf.WebGPUBackend

  constructor({ size, channels }: Dataset, { batch, discriminatorSteps }: RunConfig, backend: tf.WebGPUBackend) {
    this.kept = Array.from({ length: discriminatorSteps }, () => tf.zeros<tf.Rank.R4>([batch, size, size, channels]))
    this.backend = backend
  }

  upload(k: number, pixels: Float32Array): void {
    writeValues(this.backend, this.kept[k] as tf.Tensor4D, pixels)
  }

  batch(_indices: tf.Tensor, _offset: number, k: number): tf.Tensor4D {
    return tf.clone(this.kept[k] as tf.Tensor4D)
  }
}
