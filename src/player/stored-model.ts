// The generator as it stands in an HTML file: a JSON text that describes it, and its numbers in base64. A copy that is passed on to be drawn with
// (spec/drawing.ts) has the same two, its numbers as they are.
import type { Directions } from '../gan/latent/directions.ts'
import type { NetworkDefinition } from '../gan/networks/layers.ts'
import type { GeneratorCopy } from '../spec/drawing.ts'
import { type DirectionShares, readDirections } from './directions/stored-directions.ts'
import type { AboutFile, GeneratorModel, NamedTensor, NamedTensors, StoredPrecision } from './model.ts'

/** Ids of the elements of the file that hold the two texts. */
export const DESCRIPTION_ID = 'description'
export const NUMBERS_ID = 'numbers'

/** Its numbers follow those of the tensor before it, padded with zeros to a multiple of 4 bytes. */
export interface StoredTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly precision: StoredPrecision
  /** int8: the axis whose entries have a scale each. These float32 stand before the numbers. */
  readonly scaledAxis?: number
}

export interface FileDescription {
  readonly about: AboutFile
  readonly definition: NetworkDefinition
  readonly latent: number
  readonly counts: readonly number[]
  readonly ramp: number
  readonly tensors: readonly StoredTensor[]
  readonly directions?: StoredDirections
}

/** Directions of the generator, which the page needs as well as what draws. */
export interface StoredDirections {
  readonly shares: DirectionShares
  readonly tensors: readonly StoredTensor[]
  /** base64 */
  readonly numbers: string
}

/** The language's library does not name it for every layer; browsers, Workers and Node all have it. */
declare function atob(text: string): string

export type ModelDescription = Omit<FileDescription, 'about'>

/** @param numbers base64 */
export function readModel(description: ModelDescription, numbers: string): GeneratorModel {
  return readNumbers(description, bytesOf(numbers).buffer)
}

/** @throws Error where the copy is not whole */
export function readCopy({ description, numbers }: GeneratorCopy): GeneratorModel {
  return readNumbers(JSON.parse(description), numbers)
}

function readNumbers({ definition, latent, counts, ramp, tensors, directions }: ModelDescription, bytes: ArrayBuffer): GeneratorModel {
  const model = { definition, latent, counts, ramp, tensors: readTensors(tensors, bytes) }
  return directions ? { ...model, directions: readStoredDirections(directions) } : model
}

export function readStoredDirections({ shares, tensors, numbers }: StoredDirections): Directions {
  return readDirections(readTensors(tensors, bytesOf(numbers).buffer), shares)
}

/** @throws Error where there are too few or too many numbers */
function readTensors(tensors: readonly StoredTensor[], bytes: ArrayBuffer): NamedTensors {
  let at = 0
  const take = (length: number) => {
    const from = at
    at += Math.ceil(length / 4) * 4
    if (at > bytes.byteLength) throw new Error(`the generator ends after ${bytes.byteLength} bytes, within its numbers`)
    return bytes.slice(from, from + length)
  }
  const entries = tensors.map((tensor) => [tensor.name, readTensor(tensor, take)] as const)
  if (at !== bytes.byteLength) throw new Error(`the generator has ${bytes.byteLength} bytes of numbers, not ${at}`)
  return Object.fromEntries(entries)
}

function readTensor({ shape, precision, scaledAxis = 0 }: StoredTensor, take: (bytes: number) => ArrayBuffer): NamedTensor {
  const count = shape.reduce((product, side) => product * side, 1)
  switch (precision) {
    case 'f32':
      return { shape, values: new Float32Array(take(4 * count)) }
    case 'f16':
      return { shape, values: floatsOf(new Uint16Array(take(2 * count)), halfToFloat) }
    case 'int8': {
      const scales = new Float32Array(take(4 * (shape[scaledAxis] as number)))
      const inner = shape.slice(scaledAxis + 1).reduce((product, side) => product * side, 1)
      const scaleAt = (i: number) => scales[Math.floor(i / inner) % scales.length] as number
      return { shape, values: floatsOf(new Int8Array(take(count)), (step, i) => step * scaleAt(i)) }
    }
    default:
      return precision satisfies never
  }
}

// Loops, since `from` with a function takes seconds for millions of numbers.

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const letters = atob(base64)
  const bytes = new Uint8Array(letters.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i)
  return bytes
}

function floatsOf(stored: Uint16Array | Int8Array, decode: (stored: number, index: number) => number): Float32Array {
  const values = new Float32Array(stored.length)
  for (let i = 0; i < values.length; i++) values[i] = decode(stored[i] as number, i)
  return values
}

/** Of IEEE 754 binary16 [IEEE 754-2019, §3.6]: a sign, 5 bits of exponent, 10 of fraction. */
export function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1
  const exponent = (half >> 10) & 0x1f
  const fraction = half & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (1024 + fraction) * 2 ** (exponent - 25)
}
