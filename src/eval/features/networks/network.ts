// What a feature network is: images in, one row of numbers an image out, from whichever of its layers is asked for.
import type * as tf from '../../../tensor/tf.ts'

/** Named tensors. */
export type NetworkWeights = Readonly<Record<string, tf.Tensor>>

interface Described {
  /** For people; scores carry it in their names. */
  readonly name: string
  /** Side of the images it takes, in pixels. */
  readonly inputSize: number
  /** How a byte becomes what the network was trained on: byte · scale + offset. */
  readonly range: { readonly scale: number; readonly offset: number }
  /** The width of every layer that can be asked for, from the first to the last. */
  readonly layers: Readonly<Record<string, number>>
  /** The layer whose features separate kinds of images best. */
  readonly layer: string
}

/** A network that ships with the project. */
export interface NetworkSpec extends Described {
  /** Its files in public/features: a manifest of the tensors, and their bytes one after another. */
  readonly files: { readonly manifest: string; readonly weights: string }
  /** The shape of every tensor. */
  readonly parameters: Readonly<Record<string, readonly number[]>>
  /** @param input [B, inputSize, inputSize, 3] in the network's range → for each of the layers its mean over all places, [B, width] */
  forward(weights: NetworkWeights, input: tf.Tensor4D, layers: readonly string[]): tf.Tensor2D[]
}

/** A network that is ready; its weights are on the device. */
export interface FeatureNetwork extends Described {
  /** Of its weights, as hexadecimal: two scores can be compared only where this is the same. */
  readonly hash: string
  /** As `forward` above. To be called in a tidy. */
  features(input: tf.Tensor4D, layers: readonly string[]): tf.Tensor2D[]
  dispose(): void
}
