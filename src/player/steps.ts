// What the forward passes of forward.ts and gpu.ts carry out, one after another.
import type { Layer } from '../gan/networks/layers.ts'

export type ActivationKind = Extract<Layer, { kind: 'activation' }>['activation']

/** An image between two steps, [side, side, channels]. */
export interface Value {
  readonly id: number
  readonly side: number
  readonly channels: number
}

/** Which input pixel a tap of the kernel reads, the same for rows and columns: see `inputAt`. */
export interface Geometry {
  readonly kernel: number
  readonly stride: number
  readonly padding: number
  readonly transposed: boolean
  /** The input is enlarged so many times before, by repeating its pixels. */
  readonly enlarged: number
  readonly inputSide: number
  readonly outputSide: number
}

export interface Convolution {
  readonly kind: 'convolution'
  readonly from: Value
  readonly to: Value
  readonly geometry: Geometry
  readonly inputs: number
  readonly outputs: number
  /** [taps, outputs, inputs] */
  readonly weight: Float32Array
  affine: number
  activation: ActivationKind
}
export type Step =
  | Convolution
  /** f(x · scale + offset) */
  | { readonly kind: 'pointwise'; readonly from: Value; readonly to: Value; readonly affine: number; readonly activation: ActivationKind }
  | { readonly kind: 'sum'; readonly from: Value; readonly other: Value; readonly to: Value }
  | { readonly kind: 'upsample'; readonly from: Value; readonly to: Value; readonly factor: number }
  | { readonly kind: 'average pool'; readonly from: Value; readonly to: Value; readonly factor: number }

/** The input pixel that tap `tap` of output pixel `at` reads, along one side; -1: none. */
export function inputAt({ stride, padding, transposed, enlarged, inputSide }: Geometry, at: number, tap: number): number {
  const place = transposed ? (at + padding - tap) / stride : (at * stride + tap - padding) / enlarged
  if (place < 0 || (transposed && !Number.isInteger(place))) return -1
  return place < inputSide ? Math.floor(place) : -1
}
