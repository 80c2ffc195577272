// How well D predicts the rotation of real images: its confusion matrix, and its most confident mistakes.

import { rotatedCopies } from '../../gan/augment/rotation.ts'
import { ROTATIONS } from '../../gan/networks/heads.ts'
import type { WorkOptions } from '../../spec/cancel.ts'
import type { RotationCounts, RotationMistake } from '../../spec/feature-analyses.ts'
import type { ImageBlock } from '../../spec/image-block.ts'
import * as tf from '../../tensor/tf.ts'
import { FeatureError } from '../errors.ts'
import { type RunDiscriminator, runInBatches, VIEWS_AT_ONCE } from './image-batches.ts'

/** Probabilities of an image: four in each of its rotations. */
const PER_IMAGE = ROTATIONS * ROTATIONS

/** D's probabilities of the four rotations, for each image in each of its four rotations: [indices, 4, 4]. */
export async function rotationProbabilities(
  discriminator: RunDiscriminator,
  block: ImageBlock,
  indices: ArrayLike<number>,
  options: WorkOptions = {},
): Promise<Float32Array> {
  if (indices.length === 0) throw new FeatureError('There are no images to rotate: add some.')
  const batch = VIEWS_AT_ONCE / ROTATIONS
  const probabilities = new Float32Array(indices.length * PER_IMAGE)
  await runInBatches(
    discriminator,
    block,
    indices,
    {
      batch,
      forward(weights, images) {
        const rotated = tf.concat([images, rotatedCopies(images, batch)], 0) // [4B, S, S, C], grouped by angle
        const predicted = tf.softmax(discriminator.network.forward(weights, rotated).rotationLogits) // [4B, 4]
        const byImage = tf.transpose(tf.reshape(predicted, [ROTATIONS, batch, ROTATIONS]), [1, 0, 2]) // → [4, B, 4] → [B, 4, 4]
        return tf.reshape(byImage, [batch, PER_IMAGE]) // → [B, 16]
      },
      onNumbers: (numbers, from, count) => probabilities.set(numbers.subarray(0, count * PER_IMAGE), from * PER_IMAGE),
    },
    options,
  )
  return probabilities
}

/**
 * @param probabilities as `rotationProbabilities` returns them
 * @param indices of the same images
 * @param maxMistakes mistakes to name at most
 */
export function countRotations(probabilities: Float32Array, indices: ArrayLike<number>, maxMistakes: number): RotationCounts {
  if (indices.length === 0 || probabilities.length !== indices.length * PER_IMAGE) {
    throw new FeatureError(`${probabilities.length} probabilities are not those of ${indices.length} images.`)
  }
  const matrix = Array.from({ length: ROTATIONS }, () => new Array<number>(ROTATIONS).fill(0))
  const mistakes: RotationMistake[] = []
  for (let i = 0; i < indices.length; i++) {
    let worst: RotationMistake | null = null
    for (let turn = 0; turn < ROTATIONS; turn++) {
      const from = (i * ROTATIONS + turn) * ROTATIONS
      const chances = probabilities.subarray(from, from + ROTATIONS)
      if (!chances.every(Number.isFinite))
        throw new FeatureError('D’s predictions are not numbers: its weights are broken. Take an earlier state.')
      const confidence = Math.max(...chances)
      const predicted = chances.indexOf(confidence)
      const row = matrix[turn] as number[]
      row[predicted] = (row[predicted] as number) + 1
      if (predicted !== turn && confidence > (worst?.confidence ?? 0)) {
        worst = { image: indices[i] as number, turn, predicted: predicted, confidence }
      }
    }
    if (worst) mistakes.push(worst)
  }
  const right = matrix.reduce((sum, row, turn) => sum + (row[turn] as number), 0)
  mistakes.sort((a, b) => b.confidence - a.confidence || a.image - b.image)
  return { matrix, accuracy: right / (ROTATIONS * indices.length), images: indices.length, mistakes: mistakes.slice(0, maxMistakes) }
}
