// What the page inside an HTML file has of a run: its averaged generator, and what is said of it.
import type { InferenceGenerator } from '../gan/inference.ts'
import type { Directions } from '../gan/latent/directions.ts'
import type { NetworkDefinition } from '../gan/networks/layers.ts'

export interface NamedTensor {
  readonly shape: readonly number[]
  readonly values: Float32Array
}
export type NamedTensors = Readonly<Record<string, NamedTensor>>

/** What a picture comes from. */
export interface GeneratorModel {
  readonly definition: NetworkDefinition
  /** By the names of the network's parameters, and `NAME/mean` and `NAME/variance` of each norm, [C]. */
  readonly tensors: NamedTensors
  /** Length of z. */
  readonly latent: number
  /** Of each class in what proportion it is drawn; empty where G is told none. */
  readonly counts: readonly number[]
  /** How much classes count, 0 to 1. */
  readonly ramp: number
  /** Absent where they have not been looked for. */
  readonly directions?: Directions
}

export function modelOf({ definition, weights, statistics, latent, classes, ramp }: InferenceGenerator): GeneratorModel {
  return { definition, tensors: { ...weights, ...statistics }, latent, counts: classes.counts, ramp }
}

/** Bits of the kernels and matrices. */
export type StoredPrecision = 'f32' | 'f16' | 'int8'

/** What a person reads. */
export interface AboutFile {
  readonly name: string
  /** What the images are. */
  readonly images: string
  /** Of the run, as in a picture code: see `runCode`. */
  readonly run: string
  readonly step: number
  /** Names of the classes, in the order of their counts. */
  readonly classNames: readonly string[]
  readonly precision: StoredPrecision
  /** Largest difference of a channel, of 255, from the pictures of the run, among so many. */
  readonly largestPixelDifference: number
  readonly comparedPictures: number
}
