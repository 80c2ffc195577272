// What a step is given, as one table: real images, their labels, latents and the random numbers of augmentation. The host fills it here,
// from the set and from seeded streams; the device fills it in device-inputs.ts, with the same values. A new input is one row.

import type { Dataset } from '../data/dataset.ts'
import { createOrder, gatherImages, splitImages } from '../data/sampling.ts'
import { NO_CLASS } from '../spec/classes.ts'
import { groupSize, isConditional, isUsed, type RunConfig } from '../spec/config.ts'
import { type Purpose, RandomStream } from '../spec/rng.ts'
import { sizeOf } from '../tensor/shape.ts'
import * as tf from '../tensor/tf.ts'
import { DRAWS_PER_IMAGE } from './augment/programs.ts'
import { drawClasses, labelsOf } from './class-draws.ts'
import type { ClassLabels } from './class-labels.ts'
import { namedScalars, type StepScalars, stepScalars } from './step-scalars.ts'

type ShapeOf<S extends readonly number[]> = (config: RunConfig, channels: number) => S

interface AnyRow {
  readonly shape: ShapeOf<readonly number[]>
  /** Whether runs with these settings read it; without it all do. What is not read is neither drawn nor uploaded. */
  readonly when?: (config: RunConfig) => boolean
}

/** Random numbers of the stream with this purpose and the number of the update, or of the step. */
type RandomRow = AnyRow & { readonly kind: 'normal' | 'uniform'; readonly purpose: Purpose }

/** Real images of the update (createRealBatches), where `flip` is on mirrored at random, in [-1, 1]. */
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

/** @param classes null where the networks are told none */
type RealBatches = (update: number, live: Pick<RunConfig, 'flip'>, classes: ClassLabels | null) => RealBatch

/**
 * Which real images each update of D sees: the next ones of their epoch. With `labelledBatch` that share of a batch, rounded up, comes first,
 * from an epoch of their own over the images with a known label, and the others follow.
 */
export function createRealBatches(config: RunConfig, dataset: Dataset): RealBatches {
  const { seed, batch } = config
  const { training } = splitImages(dataset.count, config)
  const all = createOrder(seed, training)
  const labelledCount = isUsed('labelledBatch', config) ? Math.ceil(config.labelledBatch * batch) : 0
  const labelled = createLabelledOrder(seed, training)
  return (update, { flip }, classes) => {
    const flips = new RandomStream(seed, 'flips', update)
    const mirrored = Array.from({ length: batch }, () => flips.uniform() < 0.5 && flip)
    const known = classes && labelledCount > 0 ? labelled(classes) : null
    if (!known) return { indices: all(update * batch, batch), mirrored }
    const rest = batch - labelledCount
    return { indices: Uint32Array.of(...known(update * labelledCount, labelledCount), ...all(update * rest, rest)), mirrored }
  }
}

/** The order of the training images with a known label; null where there are none. It is made anew only where other labels are known. */
function createLabelledOrder(seed: number, training: Uint32Array): (classes: ClassLabels) => ReturnType<typeof createOrder> | null {
  let last: { readonly given: Int32Array; readonly order: ReturnType<typeof createOrder> | null } | null = null
  return ({ given }) => {
    if (last?.given !== given) {
      const known = training.filter((image) => given[image] !== NO_CLASS)
      last = { given, order: known.length > 0 ? createOrder(seed, known, 'labelledOrder') : null }
    }
    return last.order
  }
}

/** Draws the whole numbers of a row about classes. @param index of its streams */
export function drawClassRow(
  row: LabelsRow | ClassesRow,
  index: number,
  config: RunConfig,
  classes: ClassLabels | null,
  batch: () => RealBatch,
): Int32Array {
  if (!classes) throw new Error('a step that is told classes needs to know them')
  if (row.kind === 'labels') return labelsOf(batch().indices, config, classes, index)
  return drawClasses(classes.counts, new RandomStream(config.seed, row.purpose, index), config.batch)
}

/** Draws on the host what any step needs, in any order of asking. */
export function createDraws<T extends InputTable = typeof STEP_INPUTS>(
  config: RunConfig,
  dataset: Dataset,
  table?: T,
): (step: number, live: RunConfig, classes?: ClassLabels | null) => StepDraws<T> {
  const batches = createRealBatches(config, dataset)
  const drawn = ({ row, index }: InputOfStep, live: RunConfig, classes: ClassLabels | null): Values => {
    const batch = () => batches(index, live, classes)
    if (row.kind === 'images') {
      const { indices, mirrored } = batch()
      return gatherImages(dataset, indices, mirrored)
    }
    if (row.kind === 'labels' || row.kind === 'classes') return drawClassRow(row, index, config, classes, batch)
    const stream = new RandomStream(config.seed, row.purpose, index)
    const count = sizeOf(row.shape(config, dataset.channels))
    return row.kind === 'normal' ? stream.normals(count) : stream.uniforms(count)
  }
  return (step, live, classes = null) =>
    makeInputs<Values>(inputsOfStep(table ?? STEP_INPUTS, live, step), (input) => drawn(input, live, classes)) as unknown as StepDraws<T>
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
