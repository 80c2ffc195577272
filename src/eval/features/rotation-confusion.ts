// How well D predicts the rotation of real images: its confusion matrix, and its most confident mistakes.

import { rotatedCopies } from '../../gan/augment/rotation.ts'
import { TURNS } from '../../gan/networks/heads.ts'
import type { WorkOptions } from '../../spec/cancel.ts'
import type { TurnCounts, TurnMistake } from '../../spec/feature-analyses.ts'
import type { ImageBlock } from '../../spec/image-block.ts'
import * as tf from '../../tensor/tf.ts'
import { FeatureError } from '../errors.ts'
import { type RunDiscriminator, runInBatches, VIEWS_AT_ONCE } from './image-batches.ts'

/** Probabilities of an image: four in each of its turns. */
const PER_IMAGE = TURNS * TURNS

/** D's probabilities for some images: for each of them, for each of its four turns, of the four turns. [indices, 4, 4] */
export async function turnProbabilities(
  discriminator: RunDiscriminator,
  block: ImageBlock,
  indices: ArrayLike<number>,
  options: WorkOptions = {},
): Promise<Float32Array> {
  if (indices.length === 0) throw new FeatureError('There are no images to turn: add some.')
  const batch = VIEWS_AT_ONCE / TURNS
  const probabilities = new Float32Array(indices.length * PER_IMAGE)
  await runInBatches(
    discriminator,
    block,
    indices,
    {
      batch,
      forward(weights, images) {
        const turned = tf.concat([images, rotatedCopies(images, batch)], 0) // [4B, S, S, C], grouped by angle
        const predicted = tf.softmax(discriminator.network.forward(weights, turned).rotationLogits) // [4B, 4]
        const byImage = tf.transpose(tf.reshape(predicted, [TURNS, batch, TURNS]), [1, 0, 2]) // → [4, B, 4] → [B, 4, 4]
        return tf.reshape(byImage, [batch, PER_IMAGE]) // → [B, 16]
      },
      onNumbers: (numbers, from, count) => probabilities.set(numbers.subarray(0, count * PER_IMAGE), from * PER_IMAGE),
    },
    options,
  )
  return probabilities
}

/**
 * @param probabilities as `turnProbabilities` gives them
 * @param indices of the same images
 * @param maxMistakes mistakes to name at most
 */
export function countTurns(probabilities: Float32Array, indices: ArrayLike<number>, maxMistakes: number): TurnCounts {
  if (indices.length === 0 || probabilities.length !== indices.length * PER_IMAGE) {
    throw new FeatureError(`${probabilities.length} probabilities are not those of ${indices.length} images.`)
  }
  const matrix = Array.from({ length: TURNS }, () => new Array<number>(TURNS).fill(0))
  const mistakes: TurnMistake[] = []
  for (let i = 0; i < indices.length; i++) {
    let worst: TurnMistake | null = null
    for (let turn = 0; turn < TURNS; turn++) {
      const from = (i * TURNS + turn) * TURNS
      const chances = probabilities.subarray(from, from + TURNS)
      if (!chances.every(Number.isFinite))
        throw new FeatureError('D does not tell turns in numbers: its weights are broken. Take an earlier state.')
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
  return { matrix, accuracy: right / (TURNS * indices.length), images: indices.length, mistakes: mistakes.slice(0, maxMistakes) }
}
