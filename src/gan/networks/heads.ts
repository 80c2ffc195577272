// What reads the discriminator's last activation: whether an image is real, and by which angle it was rotated
// [Chen et al. 2019, §3.1]. Both are linear in the same features.
import { linearHead } from '../../tensor/ops/linear/linear.ts'
import * as tf from '../../tensor/tf.ts'
import type { Head } from './layers.ts'
import { type Weights, weight } from './parameters.ts'

/** The rotations by 0, 90, 180 and 270 degrees: the width of the rotation head. */
export const ROTATIONS = 4

/** Their names are those of the weights in checkpoints. */
export const REAL_AND_ROTATION: readonly Head[] = [
  { name: 'realness', outputs: 1 },
  { name: 'rotation', outputs: ROTATIONS },
]

export interface DiscriminatorOutput {
  /** Above 0 where the image is taken for real, [B, 1]. */
  readonly realLogit: tf.Tensor2D
  /** One logit for each of 0, 90, 180 and 270 degrees, [B, 4]. */
  readonly rotationLogits: tf.Tensor2D
  /** With classes: for each what belonging to it adds to the logit, <V_k, features>, [B, K] [Miyato and Koyama 2018, eq. 4]. */
  readonly projections?: tf.Tensor2D
  /** Where D predicts them: a logit for each class, [B, K]. */
  readonly classLogits?: tf.Tensor2D
}

/** @param features the last activation, [B, side, side, channels] */
export function discriminatorOutput(weights: Weights, features: tf.Tensor4D): DiscriminatorOutput {
  const flat: tf.Tensor2D = tf.reshape(features, [features.shape[0], -1]) // → [B, side · side · channels]
  const head = (name: string) => linearHead(flat, weight(weights, `${name}/weight`), weight(weights, `${name}/bias`)) // → [B, outputs]
  return { realLogit: head('realness'), rotationLogits: head('rotation') }
}
