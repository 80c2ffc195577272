// What an architecture is: two lists of parameters and two pure functions of them. Adding one is one file and one line in registry.ts.
import type { RunConfig } from '../../spec/config.ts'
import type { RandomStream } from '../../spec/rng.ts'
import type { InitialValues } from '../../tensor/placement.ts'
import { sizeOf } from '../../tensor/shape.ts'
import type * as tf from '../../tensor/tf.ts'
import type { BatchNorm } from './norm.ts'

export interface ParameterSpec {
  readonly shape: readonly number[]
  readonly init: 'normal' | 'zeros' | 'ones'
}
export type ParameterSpecs = Readonly<Record<string, ParameterSpec>>

/** Weights by name, as an architecture names them. */
export type Weights = Readonly<Record<string, tf.Tensor>>

export interface Generator {
  readonly parameters: ParameterSpecs
  /** Floating-point operations of its convolutions and products for one image, two for every multiplication. */
  readonly flops: number
  /** z [B, latent] → images [B, S, S, C] in [-1, 1]. `norm` says where batch statistics come from. */
  forward(weights: Weights, z: tf.Tensor2D, norm: BatchNorm): tf.Tensor4D
}

/** A place in D where features can be taken, and the shape they have there: [B, side, side, channels]. */
export interface FeatureLayer {
  readonly name: string
  readonly side: number
  readonly channels: number
}

export interface Discriminator {
  readonly parameters: ParameterSpecs
  /** As of a generator. */
  readonly flops: number
  /** What its images must be. */
  readonly input: { readonly size: number; readonly channels: number }
  /** From the images to the heads; the heads read the last. */
  readonly layers: readonly FeatureLayer[]
  /** images [B, S, S, C] → the activations of the layers of these names, in that order. */
  features(weights: Weights, images: tf.Tensor4D, names: readonly string[]): tf.Tensor4D[]
  /** images [B, S, S, C] → one real/fake logit and four rotation logits an image, both linear in the same features. */
  forward(weights: Weights, images: tf.Tensor4D): { realness: tf.Tensor2D; rotation: tf.Tensor2D } // [B, 1], [B, 4]
}

export interface Architecture {
  generator(config: RunConfig, channels: number): Generator
  discriminator(config: RunConfig, channels: number): Discriminator
}

/** Quarter turns there are, and so the width of the rotation head. */
export const TURNS = 4

/** Standard deviation of initial weights, N(0, 0.02²) [Radford et al. 2016, §3]. */
const INITIAL_DEVIATION = 0.02

/** Initial weights; every parameter draws from the stream in the order of the list. */
export function initialWeights(specs: ParameterSpecs, stream: RandomStream): Record<string, InitialValues> {
  const entries = Object.entries(specs).map(([name, { shape, init }]) => {
    const count = sizeOf(shape)
    const values =
      init === 'normal'
        ? stream.normals(count).map((value) => value * INITIAL_DEVIATION)
        : new Float32Array(count).fill(init === 'ones' ? 1 : 0)
    return [name, { shape, values }] as const
  })
  return Object.fromEntries(entries)
}

/** The weight of that name. @throws Error where the architecture and its parameters disagree */
export function weight<T extends tf.Tensor = tf.Tensor>(weights: Weights, name: string): T {
  const found = weights[name]
  if (!found) throw new Error(`the network has no parameter called ${name}`)
  return found as T
}
