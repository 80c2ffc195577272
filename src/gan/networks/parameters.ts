// The parameters of a network: their names, shapes and first values.
import type { RandomStream } from '../../spec/rng.ts'
import type { InitialValues } from '../../tensor/placement.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type * as tf from '../../tensor/tf.ts'
import type { WeightInit } from './layers.ts'

export interface ParameterSpec {
  readonly shape: readonly number[]
  readonly init: WeightInit | { readonly kind: 'zeros' | 'ones' }
  /** Whether it is divided by its spectral norm. */
  readonly spectralNorm: boolean
}
export type ParameterSpecs = Readonly<Record<string, ParameterSpec>>

/** A bias or an offset. */
export function biasOf(length: number): ParameterSpec {
  return { shape: [length], init: { kind: 'zeros' }, spectralNorm: false }
}

/** Weights by name. */
export type Weights = Readonly<Record<string, tf.Tensor>>

/** The weight of that name. @throws Error where the network and its weights disagree */
export function weight<T extends tf.Tensor = tf.Tensor>(weights: Weights, name: string): T {
  const found = weights[name]
  if (!found) throw new Error(`the network has no parameter called ${name}`)
  return found as T
}

/** First values; every parameter draws from the stream in the order of the list. */
export function initialWeights(specs: ParameterSpecs, stream: RandomStream): Record<string, InitialValues> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape, init }]) => [name, { shape, values: initialValues(shape, init, stream) }]),
  )
}

function initialValues(shape: readonly number[], init: ParameterSpec['init'], stream: RandomStream): Float32Array {
  const count = sizeOf(shape)
  switch (init.kind) {
    case 'normal':
      return stream.normals(count).map((value) => value * init.deviation)
    case 'xavier uniform': {
      const limit = xavierLimit(shape)
      return Float32Array.from({ length: count }, () => limit * (2 * stream.uniform() - 1))
    }
    case 'zeros':
      return new Float32Array(count)
    case 'ones':
      return new Float32Array(count).fill(1)
    default:
      return init satisfies never
  }
}

/** Of a kernel [KH, KW, in, out] or a weight [in, out]: every tap counts as an input and as an output. */
function xavierLimit(shape: readonly number[]): number {
  const [ins, outs] = shape.slice(-2) as [number, number]
  const taps = sizeOf(shape.slice(0, -2))
  return Math.sqrt(6 / (taps * (ins + outs)))
}
