// What a step is given, as one table: real images, their labels, latents and the random numbers of augmentation. The host fills it here,
// from the set and from seeded streams; the device fills it in device-inputs.ts, with the same values. A new input is one row.

import { type Dataset, labelsAt } from '../data/dataset.ts'
import { createOrder, gatherImages, splitImages } from '../data/sampling.ts'
import { groupSize, isConditional, type RunConfig } from '../spec/config.ts'
import { type Purpose, RandomStream } from '../spec/rng.ts'
import { sizeOf } from '../tensor/shape.ts'
import * as tf from '../tensor/tf.ts'
import { DRAWS_PER_IMAGE } from './augment/programs.ts'
import { namedScalars, type StepScalars, stepScalars } from './step-scalars.ts'

type ShapeOf<S extends readonly number[]> = (config: RunConfig, channels: number) => S

interface AnyRow {
  readonly shape: ShapeOf<readonly number[]>
  /** Whether runs with these settings read it; without it all do. What is not read is neither drawn nor uploaded. */
  readonly when?: (config: RunConfig) => boolean
}

/** Random numbers of the stream with this purpose and the number of the update, or of the step. */
type RandomRow = AnyRow & { readonly kind: 'normal' | 'uniform'; readonly purpose: Purpose }

/** Real images of the update in the order of the epoch, where `flip` is on mirrored at random, in [-1, 1]. */
type ImagesRow = AnyRow & { readonly kind: 'images' }

/** The classes of these images: int32, NO_CLASS where D is told none. */
type LabelsRow = AnyRow & { readonly kind: 'labels' }

/** Classes of fakes: int32, drawn by their frequency. */
type ClassesRow = AnyRow & { readonly kind: 'classes'; readonly purpose: Purpose }

export type InputRow = RandomRow | ImagesRow | LabelsRow | ClassesRow

/** The rows of each pass: `discriminator` once for every update of D, `generator` once a step. */
export interface InputTable {
  readonly discriminator: Readonly<Record<string, InputRow>>
  readonly generator: Readonly<Record<string, RandomRow | ClassesRow>>
}

/** Keeps the length of a shape in its type. */
const shape = <S extends number[]>(of: ShapeOf<[...S]>) => of

const latents = shape(({ batch, latent }) => [batch, latent])

export const STEP_INPUTS = {
  discriminator: {
    real: { kind: 'images', shape: shape(({ batch, size }, channels) => [batch, size, size, channels]) },
    labels: { kind: 'labels', shape: shape(({ batch }) => [batch]), when: isConditional },
    classes: { kind: 'classes', purpose: 'classesD', shape: shape(({ batch }) => [batch]), when: isConditional },
    z: { kind: 'normal', purpose: 'latentD', shape: latents },
    augmentation: { kind: 'uniform', purpose: 'augmentationD', shape: shape((config) => [2 * groupSize(config), DRAWS_PER_IMAGE]) },
  },
  generator: {
    classes: { kind: 'classes', purpose: 'classesG', shape: shape(({ batch }) => [batch]), when: isConditional },
    z: { kind: 'normal', purpose: 'latentG', shape: latents },
    augmentation: { kind: 'uniform', purpose: 'augmentationG', shape: shape((config) => [groupSize(config), DRAWS_PER_IMAGE]) },
  },
} as const satisfies InputTable

type TensorOf<R extends InputRow> =
  ReturnType<R['shape']> extends readonly [number, number, number, number]
    ? tf.Tensor4D
    : ReturnType<R['shape']> extends readonly [number, number]
      ? tf.Tensor2D
      : tf.Tensor1D

/** Rows that only some settings read. */
type Optional<Rows> = { [N in keyof Rows]: Rows[N] extends { readonly when: unknown } ? N : never }[keyof Rows]

type TensorsOf<Rows extends Readonly<Record<string, InputRow>>> = {
  readonly [N in Exclude<keyof Rows, Optional<Rows>>]: TensorOf<Rows[N]>
} & { readonly [N in Optional<Rows>]?: TensorOf<Rows[N]> }

type Values = Float32Array | Int32Array
type ValuesOf<Rows> = { readonly [N in Exclude<keyof Rows, Optional<Rows>>]: Values } & { readonly [N in Optional<Rows>]?: Values }

export type DiscriminatorInputs = TensorsOf<(typeof STEP_INPUTS)['discriminator']>
export type GeneratorInputs = TensorsOf<(typeof STEP_INPUTS)['generator']>

export interface StepInputs<T extends InputTable = typeof STEP_INPUTS> {
  readonly scalars: StepScalars
  /** One entry an update of D. */
  readonly discriminator: readonly TensorsOf<T['discriminator']>[]
  readonly generator: TensorsOf<T['generator']>
}

/** The same on the host, before they are tensors. */
export interface StepDraws<T extends InputTable = typeof STEP_INPUTS> {
  readonly discriminator: readonly ValuesOf<T['discriminator']>[]
  readonly generator: ValuesOf<T['generator']>
}

/** One input of one step. */
export interface InputOfStep {
  readonly row: InputRow
  readonly pass: keyof InputTable
  /** Which update of D in the step. */
  readonly k: number
  readonly name: string
  /** Updates of D, or steps, done before: the index of its streams. */
  readonly index: number
}

/** Every input that a step with these settings reads: host and device go through this list. */
export function inputsOfStep(table: InputTable, config: RunConfig, step: number): InputOfStep[] {
  const { discriminatorSteps } = config
  const ofPass = (pass: keyof InputTable, k: number, index: number) =>
    Object.entries(table[pass]).flatMap(([name, row]) => (row.when?.(config) === false ? [] : { row, pass, k, name, index }))
  const updates = Array.from({ length: discriminatorSteps }, (_, k) => ofPass('discriminator', k, step * discriminatorSteps + k))
  return [...updates.flat(), ...ofPass('generator', 0, step)]
}

/** Makes each input and puts it where its pass looks for it. */
export function makeInputs<V>(
  inputs: readonly InputOfStep[],
  make: (input: InputOfStep) => V,
): { readonly discriminator: readonly Readonly<Record<string, V>>[]; readonly generator: Readonly<Record<string, V>> } {
  const discriminator: Record<string, V>[] = []
  const generator: Record<string, V> = {}
  for (const input of inputs) {
    if (input.pass === 'generator') generator[input.name] = make(input)
    else discriminator[input.k] = { ...discriminator[input.k], [input.name]: make(input) }
  }
  return { discriminator, generator }
}

/** The real images of an update of D, and which of them are mirrored. */
export interface RealBatch {
  readonly indices: Uint32Array
  readonly mirrored: readonly boolean[]
}

/** Which real images each update of D sees. */
export function createRealBatches(config: RunConfig, dataset: Dataset): (update: number, live: Pick<RunConfig, 'flip'>) => RealBatch {
  const { seed, batch } = config
  const order = createOrder(seed, splitImages(dataset.count, config).training)
  return (update, { flip }) => {
    const flips = new RandomStream(seed, 'flips', update)
    return { indices: order(update * batch, batch), mirrored: Array.from({ length: batch }, () => flips.uniform() < 0.5 && flip) }
  }
}

/** The labels of a batch. @throws if the set has none */
export function batchLabels({ labels, name }: Dataset, { indices }: RealBatch): Int32Array {
  if (!labels) throw new Error(`the images of ${name} have no labels`)
  return Int32Array.from(labelsAt(labels, indices).ofImages)
}

/** Draws on the host what any step needs, in any order of asking. */
export function createDraws<T extends InputTable = typeof STEP_INPUTS>(
  config: RunConfig,
  dataset: Dataset,
  table?: T,
): (step: number, live: RunConfig) => StepDraws<T> {
  const batches = createRealBatches(config, dataset)
  const drawn = ({ row, index }: InputOfStep, live: RunConfig): Values => {
    if (row.kind === 'images') {
      const { indices, mirrored } = batches(index, live)
      return gatherImages(dataset, indices, mirrored)
    }
    if (row.kind === 'labels') return batchLabels(dataset, batches(index, live))
    if (row.kind === 'classes') throw new Error('the classes of fakes are not drawn yet')
    const stream = new RandomStream(config.seed, row.purpose, index)
    const count = sizeOf(row.shape(config, dataset.channels))
    return row.kind === 'normal' ? stream.normals(count) : stream.uniforms(count)
  }
  return (step, live) =>
    makeInputs<Values>(inputsOfStep(table ?? STEP_INPUTS, live, step), (input) => drawn(input, live)) as unknown as StepDraws<T>
}

/** What was drawn on the host, as tensors. */
export function stepInputs<T extends InputTable = typeof STEP_INPUTS>(
  draws: StepDraws<T>,
  config: RunConfig,
  channels: number,
  step: number,
  table?: T,
): StepInputs<T> {
  const passes = makeInputs(inputsOfStep(table ?? STEP_INPUTS, config, step), ({ row, pass, k, name }) => {
    const drawn = (pass === 'generator' ? draws.generator : draws.discriminator[k]) as Readonly<Record<string, Values>>
    const values = drawn[name] as Values
    return tf.tensor(values, [...row.shape(config, channels)], values instanceof Int32Array ? 'int32' : 'float32')
  })
  return { scalars: namedScalars(tf.tensor1d(stepScalars(config, step)), config), ...passes } as unknown as StepInputs<T>
}
