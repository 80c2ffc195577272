// What reads the discriminator's last activation: whether an image is real, by which angle it was rotated [Chen et al. 2019, §3.1], with
// classes how well it goes with each [Miyato and Koyama 2018, eq. 4] and which it is of [Lucic et al. 2019, §3.2]. All are linear in the same
// features.
import type { RunConfig } from '../../spec/config.ts'
import { linearHead } from '../../tensor/ops/linear/linear.ts'
import * as tf from '../../tensor/tf.ts'
import type { Head, NetworkDefinition } from './layers.ts'
import { biasOf, type ParameterSpecs, type Weights, weight } from './parameters.ts'

/** The rotations by 0, 90, 180 and 270 degrees: the width of the rotation head. */
export const ROTATIONS = 4

/** The heads of a discriminator. Their names are those of the weights in checkpoints. @param classes 0 where it is told none */
export function discriminatorHeads({ conditioning }: RunConfig, classes: number): readonly Head[] {
  const realAndRotation: readonly Head[] = [
    { kind: 'linear', name: 'realness', outputs: 1 },
    { kind: 'linear', name: 'rotation', outputs: ROTATIONS },
  ]
  if (classes === 0) return realAndRotation
  const withClasses: readonly Head[] = [...realAndRotation, { kind: 'projection', name: 'projection', outputs: classes }]
  return conditioning === 'co-trained' ? [...withClasses, { kind: 'linear', name: 'class', outputs: classes }] : withClasses
}

/** @param features length of what it reads */
export function headParameters({ kind, name, outputs }: Head, features: number, definition: NetworkDefinition): ParameterSpecs {
  const { init, spectralNorm } = definition
  const matrix = { [`${name}/weight`]: { shape: [features, outputs], init, spectralNorm } }
  return kind === 'linear' ? { ...matrix, [`${name}/bias`]: biasOf(outputs) } : matrix
}

/** @param features length of what it reads */
export function headFlops({ outputs }: Head, features: number): number {
  return 2 * features * outputs
}

/** @param features [B, features] @returns [B, outputs] */
export function applyHead({ kind, name, outputs }: Head, weights: Weights, features: tf.Tensor2D): tf.Tensor2D {
  const bias = kind === 'linear' ? weight(weights, `${name}/bias`) : tf.zeros([outputs])
  return linearHead(features, weight(weights, `${name}/weight`), bias)
}

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
export function discriminatorOutput(heads: readonly Head[], weights: Weights, features: tf.Tensor4D): DiscriminatorOutput {
  const flat: tf.Tensor2D = tf.reshape(features, [features.shape[0], -1]) // → [B, side · side · channels]
  const outputs = Object.fromEntries(heads.map((head) => [head.name, applyHead(head, weights, flat)]))
  const { realness, rotation, projection, class: classLogits } = outputs
  if (!realness || !rotation) throw new Error('a discriminator has heads for realness and rotation')
  return {
    realLogit: realness,
    rotationLogits: rotation,
    ...(projection && { projections: projection }),
    ...(classLogits && { classLogits }),
  }
}
