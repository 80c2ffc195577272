// How well D tells the quarter turns of real images, which ones it takes for which, and the images that it gets most wrong.

import { TURNS } from '../../gan/networks/heads.ts'
import type { WorkOptions } from '../../spec/cancel.ts'
import type { TurnCounts, TurnMistake } from '../../spec/feature-analyses.ts'
import type { ImageBlock } from '../../spec/image-block.ts'
import { turnedCopies } from '../../tensor/ops/augment/twin.ts'
import * as tf from '../../tensor/tf.ts'
import { FeatureError } from '../errors.ts'
import { askInBatches, type RunDiscriminator, VIEWS_AT_ONCE } from './image-batches.ts'

/** Probabilities of an image: four in each of its turns. */
const PER_IMAGE = TURNS * TURNS

/** D's probabilities for some images: for each of them, for each of its four turns, of the four turns. [indices, 4, 4] */
export async function turnProbabilities(
  discriminator: RunDiscriminator,
  block: ImageBlock,
  indices: ArrayLike<number>,
  watch: WorkOptions = {},
): Promise<Float32Array> {
  if (indices.length === 0) throw new FeatureError('There are no images to turn: add some.')
  const batch = VIEWS_AT_ONCE / TURNS
  const probabilities = new Float32Array(indices.length * PER_IMAGE)
  await askInBatches(
    discriminator,
    block,
    indices,
    {
      batch,
      ask(weights, images) {
        const turned = tf.concat([images, turnedCopies(images, batch)], 0) // [4B, S, S, C], grouped by angle
        const told = tf.softmax(discriminator.network.forward(weights, turned).rotationLogits) // [4B, 4]
        const byImage = tf.transpose(tf.reshape(told, [TURNS, batch, TURNS]), [1, 0, 2]) // → [4, B, 4] → [B, 4, 4]
        return tf.reshape(byImage, [batch, PER_IMAGE]) // → [B, 16]
      },
      take: (numbers, from, count) => probabilities.set(numbers.subarray(0, count * PER_IMAGE), from * PER_IMAGE),
    },
    watch,
  )
  return probabilities
}

/**
 * @param probabilities as `turnProbabilities` gives them
 * @param indices of the same images
 * @param most mistakes to name at most
 */
export function countTurns(probabilities: Float32Array, indices: ArrayLike<number>, most: number): TurnCounts {
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
      const told = chances.indexOf(confidence)
      const row = matrix[turn] as number[]
      row[told] = (row[told] as number) + 1
      if (told !== turn && confidence > (worst?.confidence ?? 0)) {
        worst = { image: indices[i] as number, turn, predicted: told, confidence }
      }
    }
    if (worst) mistakes.push(worst)
  }
  const right = matrix.reduce((sum, row, turn) => sum + (row[turn] as number), 0)
  mistakes.sort((a, b) => b.confidence - a.confidence || a.image - b.image)
  return { matrix, accuracy: right / (TURNS * indices.length), images: indices.length, mistakes: mistakes.slice(0, most) }
}
