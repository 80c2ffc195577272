// The inputs of a step on the device: the set of images lies there and random numbers are drawn there. A step uploads its scalars and,
// as whole numbers, the indices of its streams and of its images and the classes: some hundred bytes.

import type { Dataset } from '../data/dataset.ts'
import { gatherImages } from '../data/sampling.ts'
import type { RunConfig } from '../spec/config.ts'
import { gatherBatch, imageIndex, packedBytes } from '../tensor/ops/gather/gather.ts'
import { drawNumbers } from '../tensor/ops/random/random.ts'
import { writeValues } from '../tensor/stream.ts'
import * as tf from '../tensor/tf.ts'
import type { ClassLabels } from './class-labels.ts'
import { concatenateParts, type NamedParts, offsetOf } from './named-parts.ts'
import {
  createRealBatches,
  drawClassRow,
  type InputOfStep,
  type InputRow,
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
  /** What they hold at every step: the values differ, their places do not. */
  private readonly places: NamedParts

  /** @param table the inputs that there are, where they are not those of every run */
  constructor(config: RunConfig, dataset: Dataset, backend: tf.WebGPUBackend, table?: T) {
    this.backend = backend
    this.dataset = dataset
    this.table = table ?? STEP_INPUTS
    this.batches = createRealBatches(config, dataset)
    const fits = dataset.images.length <= backend.device.limits.maxStorageBufferBindingSize
    this.images = fits ? new ResidentImages(dataset) : new StreamedImages(dataset, config, backend)
    this.scalars = tf.tensor1d(stepScalars(config, 0))
    this.places = this.indexParts(config, 0, ({ row }) => new Int32Array(row.shape(config, dataset.channels)[0] as number))
    this.indices = tf.tensor1d(Int32Array.from(concatenateParts(this.places)), 'int32')
    this.kept = [this.scalars, this.indices, ...this.images.kept]
  }

  /** Uploads what a step needs. @param classes null where the networks are told none */
  upload(step: number, config: RunConfig, classes: ClassLabels | null = null): void {
    writeValues(this.backend, this.scalars, stepScalars(config, step))
    const parts = this.indexParts(config, step, (input) => this.indicesOf(input, config, classes))
    writeValues(this.backend, this.indices, Uint32Array.from(concatenateParts(parts)))
    if (this.images instanceof StreamedImages) {
      for (const { row, k, index } of inputsOfStep(this.table, config, step)) {
        if (row.kind !== 'images') continue
        const { indices, mirrored } = this.batches(index, config, classes)
        this.images.upload(k, gatherImages(this.dataset, indices, mirrored))
      }
    }
  }

  /** The inputs of the step that was uploaded last; replayed, they are those of the step that was uploaded before the replay. */
  ofStep(step: number, config: RunConfig): StepInputs<T> {
    const passes = makeInputs(inputsOfStep(this.table, config, step), (input) => this.made(input, config))
    return { scalars: namedScalars(this.scalars, config), ...passes } as unknown as StepInputs<T>
  }

  private made(input: InputOfStep, config: RunConfig): tf.Tensor {
    const { row, pass, k } = input
    const shape = [...row.shape(config, this.dataset.channels)]
    const offset = (part: string) => offsetOf(this.places, part)
    if (row.kind === 'images') return this.images.batch(this.indices, offset(partOf(input)), k, shape as Sides)
    if (row.kind === 'labels' || row.kind === 'classes') return tf.slice(this.indices, [offset(partOf(input))], shape as [number])
    const stream = pass === 'generator' ? 'step' : `${k}/update`
    return drawNumbers(this.indices, { purpose: row.purpose, seedAt: offset('seed'), indexAt: offset(stream) }, row.kind, shape)
  }

  /** The indices of a step by name. Their count is the same in every step of a run. @param ofRow of a row with indices of its own */
  private indexParts(config: RunConfig, step: number, ofRow: (input: WithIndices) => ArrayLike<number>): NamedParts {
    const { seed, discriminatorSteps } = config
    const updates = Array.from({ length: discriminatorSteps }, (_, k) => [`${k}/update`, [step * discriminatorSteps + k]] as const)
    const ofRows = inputsOfStep(this.table, config, step).filter(hasIndices)
    return [['seed', [seed]], ['step', [step]], ...updates, ...ofRows.map((input) => [partOf(input), ofRow(input)] as const)]
  }

  private indicesOf({ row, index }: WithIndices, config: RunConfig, classes: ClassLabels | null): ArrayLike<number> {
    const batch = () => this.batches(index, config, classes)
    return row.kind === 'images' ? imageIndices(batch()) : drawClassRow(row, index, config, classes, batch)
  }

  dispose(): void {
    tf.dispose([...this.kept])
  }
}

type WithIndices = InputOfStep & { readonly row: Extract<InputRow, { kind: 'images' | 'labels' | 'classes' }> }

function hasIndices(input: InputOfStep): input is WithIndices {
  const { kind } = input.row
  return kind === 'images' || kind === 'labels' || kind === 'classes'
}

const partOf = ({ pass, k, name }: InputOfStep) => `${pass}/${k}/${name}`

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
