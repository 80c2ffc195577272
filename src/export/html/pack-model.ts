// A generator as it is stored (player/stored-model.ts): a description and its numbers, kernels and matrices in 32, 16 or 8 bits, vectors in 32. In an
// HTML file the numbers are a text.
import { joined } from '../../data/bytes.ts'
import type { InferenceGenerator } from '../../gan/inference.ts'
import type { Directions } from '../../gan/latent/directions.ts'
import type { Layer } from '../../gan/networks/layers.ts'
import { directionShares, directionTensors } from '../../player/directions/stored-directions.ts'
import type { NamedTensor, StoredPrecision } from '../../player/model.ts'
import type { ModelDescription, StoredDirections, StoredTensor } from '../../player/stored-model.ts'
import { inBase64 } from './base64.ts'

/** The largest finite number of 16 bits. */
const MAX_HALF = 65504
/** Steps of 8 bits on each side of 0. */
const STEPS = 127

export type PackedModel = ModelDescription & { /** base64 */ readonly numbers: string }

export function packModel(generator: InferenceGenerator, precision: StoredPrecision): PackedModel {
  const { description, numbers } = packNumbers(generator, precision)
  return { ...description, numbers: inBase64(numbers) }
}

export function packNumbers(
  { definition, latent, classes, ramp, weights, statistics }: InferenceGenerator,
  precision: StoredPrecision,
): { readonly description: ModelDescription; readonly numbers: Uint8Array<ArrayBuffer> } {
  const transposed = new Set(transposedKernels(definition.layers, ''))
  const packed = Object.entries({ ...weights, ...statistics }).map(([name, tensor]) => packTensor(name, tensor, precision, transposed))
  const description = { definition, latent, counts: classes.counts, ramp, tensors: packed.map(({ tensor }) => tensor) }
  return { description, numbers: joined(...packed.flatMap(({ parts }) => parts.map(padded))) }
}

/** In 16 bits, or in 32 where the generator has them. */
export function packDirections(directions: Directions, precision: StoredPrecision): StoredDirections {
  const wanted = precision === 'f32' ? 'f32' : 'f16'
  const packed = Object.entries(directionTensors(directions)).map(([name, tensor]) => packTensor(name, tensor, wanted, new Set()))
  return {
    shares: directionShares(directions),
    tensors: packed.map(({ tensor }) => tensor),
    numbers: inBase64(joined(...packed.flatMap(({ parts }) => parts.map(padded)))),
  }
}

interface PackedTensor {
  readonly tensor: StoredTensor
  readonly parts: readonly Uint8Array[]
}

/** @param transposed names of kernels whose outputs are the last axis but one */
function packTensor(name: string, { shape, values }: NamedTensor, wanted: StoredPrecision, transposed: ReadonlySet<string>): PackedTensor {
  const precision = precisionOf(shape, values, wanted)
  switch (precision) {
    case 'f32':
      return { tensor: { name, shape, precision }, parts: [bytesOf(values)] }
    case 'f16':
      return { tensor: { name, shape, precision }, parts: [bytesOf(inHalves(values))] }
    case 'int8': {
      const scaledAxis = shape.length - (transposed.has(name) ? 2 : 1)
      const { scales, steps } = quantise({ shape, values }, scaledAxis)
      return { tensor: { name, shape, precision, scaledAxis }, parts: [bytesOf(scales), bytesOf(steps)] }
    }
    default:
      return precision satisfies never
  }
}

/** Vectors are few numbers; what 16 bits cannot hold keeps 32. */
function precisionOf(shape: readonly number[], values: Float32Array, wanted: StoredPrecision): StoredPrecision {
  if (shape.length < 2) return 'f32'
  return wanted === 'f16' && values.some((value) => Math.abs(value) > MAX_HALF) ? 'f32' : wanted
}

/** Whole steps of a scale, which is another for each entry of the axis: its largest number is 127 steps. */
export function quantise({ shape, values }: NamedTensor, axis: number): { scales: Float32Array; steps: Int8Array } {
  const inner = shape.slice(axis + 1).reduce((product, side) => product * side, 1)
  const scales = new Float32Array(shape[axis] as number)
  const entryOf = (i: number) => Math.floor(i / inner) % scales.length
  for (let i = 0; i < values.length; i++) {
    scales[entryOf(i)] = Math.max(scales[entryOf(i)] as number, Math.abs(values[i] as number) / STEPS)
  }
  const steps = new Int8Array(values.length)
  for (let i = 0; i < values.length; i++) steps[i] = Math.round((values[i] as number) / (scales[entryOf(i)] || 1))
  return { scales, steps }
}

function inHalves(values: Float32Array): Uint16Array {
  const halves = new Uint16Array(values.length)
  for (let i = 0; i < values.length; i++) halves[i] = floatToHalf(values[i] as number) // many times faster than Uint16Array.from
  return halves
}

const float = new Float32Array(1)
const bits = new Uint32Array(float.buffer)

/** The nearest IEEE 754 binary16, of two equally near ones the even one [IEEE 754-2019, §4.3.1]. */
export function floatToHalf(value: number): number {
  float[0] = value
  const all = bits[0] as number
  const sign = (all >>> 16) & 0x8000
  const size = Math.abs(float[0])
  if (Number.isNaN(size)) return 0x7e00
  if (size >= MAX_HALF + 16) return sign | 0x7c00 // infinite: half a step past the largest
  if (size < 2 ** -14) return sign | roundToEven(size * 2 ** 24) // the steps between numbers without an exponent of their own
  const exponent = ((all >>> 23) & 0xff) - 127
  const fraction = roundToEven((size / 2 ** exponent - 1) * 1024) // 1024 carries over into the exponent
  return sign | (((exponent + 15) << 10) + fraction)
}

function roundToEven(value: number): number {
  const below = Math.floor(value)
  const rest = value - below
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below
}

function transposedKernels(layers: readonly Layer[], path: string): string[] {
  return layers.flatMap((layer) => {
    if (layer.kind === 'transposed conv') return [`${path}${layer.name}/kernel`]
    return layer.kind === 'residual' ? transposedKernels([...layer.main, ...layer.shortcut], `${path}${layer.name}/`) : []
  })
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Uint16Array | Int8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

function padded(bytes: Uint8Array): Uint8Array {
  return joined(bytes, new Uint8Array((4 - (bytes.length % 4)) % 4))
}
