// How far the pictures of latents are from one image: in their pixels, and in what D sees of them.
import * as tf from '../../tensor/tf.ts'
import type { Network } from '../networks/build.ts'
import type { Weights } from '../networks/parameters.ts'

/** Of the distance in D's features, beside the mean squared difference of pixels in [-1, 1]. */
export const FEATURE_WEIGHT = 0.1

/** Of what holds the length of a latent near that of those G was trained on. */
export const LENGTH_WEIGHT = 0.05

/** Keeps features that are all zero from dividing by zero. */
const EPSILON = 1e-8

/** Of each latent, [B]. */
export type LatentLosses = {
  readonly losses: tf.Tensor1D
  /** The mean squared difference of the pixels alone. */
  readonly errors: tf.Tensor1D
}

/** The layers whose activations are compared: of each resolution the last, so that fine and coarse differences count. */
export function comparedLayers({ activations }: Pick<Network, 'activations'>): string[] {
  const sides = activations.map(({ shape }) => shape[0])
  return activations.filter((_, i) => sides[i + 1] !== sides[i]).map(({ name }) => name)
}

/** The activations of those layers, each [B, side, side, channels]. @param images [B, S, S, C] */
export function comparedFeatures(network: Network<tf.Tensor, unknown>, weights: Weights, images: tf.Tensor4D): tf.Tensor4D[] {
  return network.activationsAt(weights, images, comparedLayers(network))
}

/**
 * ‖x - t‖² / pixels + λ · mean over layers of ‖f(x) - f(t)‖² / ‖f(t)‖² + μ (‖z‖² / n - 1)² of each latent z with n entries and its picture x, where t
 * is the target: the loss of Abdal et al. [2019, eq. 1] with D's features f in the place of VGG's, each layer divided by its size in the target so
 * that all count alike. The last term is 0 where z is as long as a normal vector is on average, √n, which nearly all latents of training are.
 * @param latents [B, n] @param images their pictures, as `target` [B, S, S, C], which is B times the same image
 * @param features of the images, `ofTarget` of the target: see comparedFeatures
 */
export function latentLosses(
  latents: tf.Tensor2D,
  images: tf.Tensor4D,
  target: tf.Tensor4D,
  features: readonly tf.Tensor4D[],
  ofTarget: readonly tf.Tensor4D[],
): LatentLosses {
  const errors = tf.mean<tf.Tensor1D>(tf.square(tf.sub(images, target)), [1, 2, 3]) // → [B]
  const distances = features.map((layer, i) => relativeDistance(layer, ofTarget[i] as tf.Tensor4D))
  const distance = tf.div(
    distances.reduce((sum, one) => tf.add(sum, one)),
    features.length,
  )
  const excess = tf.sub(tf.mean(tf.square(latents), 1), 1) // [B, n] → [B]
  const losses = tf.add(errors, tf.add(tf.mul(distance, FEATURE_WEIGHT), tf.mul(tf.square(excess), LENGTH_WEIGHT)))
  return { losses: losses as tf.Tensor1D, errors }
}

/** [B, side, side, channels] each → [B] */
function relativeDistance(features: tf.Tensor4D, ofTarget: tf.Tensor4D): tf.Tensor1D {
  const squares = (x: tf.Tensor) => tf.sum<tf.Tensor1D>(tf.square(x), [1, 2, 3])
  return tf.div(squares(tf.sub(features, ofTarget)), tf.add(squares(ofTarget), EPSILON))
}
