// Finds directions of a generator on the processor: the same for the same numbers, in pieces between which others may work.
import { Matrix } from 'ml-matrix'
import { createYieldIfDue } from '../../data/concurrency.ts'
import { classWeights, joinCode, proportionalClasses } from '../../gan/latent/codes.ts'
import type { Direction, Directions, NormShifts } from '../../gan/latent/directions.ts'
import { dot } from '../../gan/latent/latent.ts'
import { NORM_EPSILON } from '../../gan/networks/layers.ts'
import { normsOf } from '../../gan/networks/zones.ts'
import type { WorkOptions } from '../../spec/cancel.ts'
import { directionCounts } from '../../spec/directions.ts'
import { type Convolutions, plainConvolutions } from '../convolution.ts'
import { createForward } from '../forward.ts'
import type { GeneratorModel } from '../model.ts'
import { createPlan, type Plan } from '../plan.ts'
import { wasmConvolutions } from '../wasm-convolution.ts'
import { factorDirections, principalDirections } from './components.ts'
import { balancedLatents } from './latents.ts'

/** Latents at least, each with its negative, whose first activations are decomposed. */
const COMPONENT_LATENTS = 256
/** Those that pass all norms, which takes much longer. */
const SHIFT_LATENTS = 128
/** Of the progress of both searches. */
const SHARE_OF_SETS = 0.2

export interface FindOptions extends WorkOptions {
  /** Whether directions can be limited to a zone: that takes several times longer. */
  readonly zones: boolean
}

/**
 * Directions of a generator, see `findSets` and `findShifts`. With classes they are of z alone, measured with classes in proportion to their counts.
 * @throws CancelledError
 * @throws Error where the generator has no norm after its first layer
 */
export async function findDirections(model: GeneratorModel, { zones, onProgress, signal }: FindOptions): Promise<Directions> {
  const share = zones ? SHARE_OF_SETS : 1
  const sets = await findSets(model, { signal, onProgress: (done) => onProgress?.(share * done) })
  if (!zones) return { sets, shifts: null }
  const shifts = await findShifts(model, sets, { signal, onProgress: (done) => onProgress?.(share + (1 - share) * done) })
  return { sets, shifts }
}

/**
 * `pc`: principal components of the activations after the first norm and its nonlinearity, of pairs z and -z, from which what both have in common is
 * taken away: the mean, that of each class, and components such as the length of z, which no direction of z changes on average, so that a regression on z
 * would leave their directions to chance.
 * `cf`: factors of the first layer's weights, each output divided by the standard deviation of its channel, as its norm does: the size of these weights
 * alone says nothing, since the norm takes it away. The learned scale of the norm is not in it; where the norm is modulated it differs between pictures.
 * @throws CancelledError
 */
export async function findSets(model: GeneratorModel, options: WorkOptions): Promise<Directions['sets']> {
  const counts = directionCounts(model.latent)
  const latents = balancedLatents(Math.max(COMPONENT_LATENTS, model.latent), model.latent)
  const activations = await oddParts(model, latents, await firstActivations(createPlan(model)), options)
  return {
    pc: principalDirections(await productsOf(activations, options), latents, counts.pc),
    cf: factorDirections(await productsOf(normalisedWeights(model), options), counts.cf),
  }
}

/**
 * How the channel means of the input of each norm change with one sigma along each direction: regressed on the coordinate over random latents.
 * @throws CancelledError
 */
export async function findShifts(model: GeneratorModel, sets: Directions['sets'], options: WorkOptions): Promise<NormShifts> {
  const latents = balancedLatents(Math.max(SHIFT_LATENTS, model.latent), model.latent)
  const plan = createPlan(model)
  const changes = await oddParts(model, latents, await channelMeans(plan), options)
  const perDirection = [...sets.pc, ...sets.cf].map((direction) => regressed(changes, direction, latents))
  let end = 0
  const entries = plan.norms.map(({ name, affine }) => {
    const start = end
    end += plan.affines.channels[affine] as number
    return [name, perDirection.map((all) => all.slice(start, end))] as const
  })
  return Object.fromEntries(entries)
}

/** What is measured of the picture of a code: numbers that the next call may overwrite. */
type Measure = (code: Float32Array) => Float32Array

/** After the first norm and its nonlinearity. */
async function firstActivations(plan: Plan): Promise<Measure> {
  const part = until(plan, plan.norms[0])
  return createForward(part, await convolutionsOf(part))
}

/** WebAssembly where there is any: a picture takes a tenth of the time. */
function convolutionsOf(plan: Plan): Promise<Convolutions> {
  return wasmConvolutions(plan).catch(() => plainConvolutions(plan))
}

/** Of the inputs of all norms, one after another. */
async function channelMeans(plan: Plan): Promise<Measure> {
  const { norms, affines } = plan
  const starts = new Map<number, number>()
  let length = 0
  for (const { affine } of norms) {
    starts.set(affine, length)
    length += affines.channels[affine] as number
  }
  const means = new Float32Array(length)
  const part = until(plan, norms.at(-1))
  const forward = createForward(part, await convolutionsOf(part), (affine, x) => {
    const start = starts.get(affine)
    if (start !== undefined) writeMeans(x, means.subarray(start, start + (affines.channels[affine] as number)))
  })
  return (code) => {
    forward(code)
    return means
  }
}

/** @param x [pixels, channels] */
function writeMeans(x: Float32Array, means: Float32Array): void {
  const channels = means.length
  for (let c = 0; c < channels; c++) {
    let sum = 0
    for (let i = c; i < x.length; i += channels) sum += x[i] as number
    means[c] = (sum * channels) / x.length
  }
}

/** The steps up to a norm, whose activations are the output. @throws Error where there is none */
function until(plan: Plan, norm: Plan['norms'][number] | undefined): Plan {
  const last = plan.steps.findIndex((step) => 'affine' in step && step.affine === norm?.affine)
  const step = plan.steps[last]
  if (!step) throw new Error('this generator has no norm')
  return { ...plan, steps: plan.steps.slice(0, last + 1), output: step.to }
}

/** Half of what is different between z and -z, of each latent; both are of the same class. */
async function oddParts(
  { counts, ramp, latent }: GeneratorModel,
  latents: readonly Float32Array[],
  measure: Measure,
  { onProgress, signal }: WorkOptions,
): Promise<Float32Array[]> {
  const classes = counts.length > 0 ? proportionalClasses(counts, latents.length) : null
  const parts: Float32Array[] = []
  const yieldIfDue = createYieldIfDue(signal)
  for (const [j, z] of latents.entries()) {
    const weights = classes ? classWeights(classes[j] as number, { latent, counts, ramp }) : new Float32Array(0)
    const there = measure(joinCode(z, weights)).slice()
    const back = measure(
      joinCode(
        z.map((value) => -value),
        weights,
      ),
    )
    parts.push(there.map((value, i) => (value - (back[i] as number)) / 2))
    onProgress?.((j + 1) / latents.length)
    await yieldIfDue()
  }
  return parts
}

/** Of each with each, [rows, rows]. */
async function productsOf(rows: readonly Float32Array[], { signal }: WorkOptions): Promise<Matrix> {
  const products = Matrix.zeros(rows.length, rows.length)
  const yieldIfDue = createYieldIfDue(signal)
  for (const [j, a] of rows.entries()) {
    for (let k = 0; k <= j; k++) {
      const product = dot(a, rows[k] as Float32Array)
      products.set(j, k, product)
      products.set(k, j, product)
    }
    await yieldIfDue()
  }
  return products
}

/** How what is measured changes with one sigma of the coordinate, by least squares. The coordinates of latents and their negatives have no mean. */
function regressed(changes: readonly Float32Array[], { vector }: Direction, latents: readonly Float32Array[]): Float32Array {
  const coordinates = latents.map((z) => dot(z, vector))
  const squares = coordinates.reduce((sum, t) => sum + t * t, 0)
  return Float32Array.from(changes[0] ?? [], (_, i) => {
    return coordinates.reduce((sum, t, j) => sum + t * ((changes[j] as Float32Array)[i] as number), 0) / squares
  })
}

/** Of each entry of z the weights of the first layer, [latent, outputs], each output divided by the standard deviation of its channel. */
function normalisedWeights({ definition, tensors, latent }: GeneratorModel): Float32Array[] {
  const [first] = definition.layers
  if (first?.kind !== 'linear') throw new Error('the first layer of this generator is not linear')
  const weight = tensors[`${first.name}/weight`]?.values ?? new Float32Array()
  const variance = tensors[`${normsOf(definition)[0]}/variance`]?.values ?? new Float32Array()
  const deviations = variance.map((value) => Math.sqrt(value + NORM_EPSILON))
  const outputs = weight.length / latent
  return Array.from({ length: latent }, (_, i) =>
    weight.slice(i * outputs, (i + 1) * outputs).map((value, o) => value / (deviations[o % deviations.length] as number)),
  )
}
