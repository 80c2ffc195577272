// How well D tells the quarter turns of real images, which ones it takes for which, and the images that it gets most wrong.
import { turnedCopies } from '../../tensor/kernels/augment/twin.ts'
import * as tf from '../../tensor/tf.ts'
import type { ImageBlock } from '../data/dataset.ts'
import { TURNS } from '../networks/architecture.ts'
import { FeatureError, type Watch } from './feature-table.ts'
import { askInBatches, type Looker, VIEWS_AT_ONCE } from './image-batches.ts'

/** Probabilities of an image: four in each of its turns. */
const PER_IMAGE = TURNS * TURNS

/** D sees an image in one turn and takes it for another. */
export interface Mistake {
  /** Index of the image in the set. */
  readonly image: number
  /** Quarter turns counter-clockwise: true, and as D tells. */
  readonly turn: number
  readonly told: number
  /** D's probability for what it tells, and for the truth. */
  readonly confidence: number
  readonly truth: number
}

export interface TurnConfusion {
  /** How often a true turn (row) was taken for a turn (column), [4][4]. */
  readonly counts: readonly (readonly number[])[]
  /** Share told right of the images in all four turns; chance is 1/4. */
  readonly accuracy: number
  /** Images looked at. */
  readonly images: number
  /** The most confident mistake of each image that has one, most confident first. */
  readonly mistakes: readonly Mistake[]
}

/** D's probabilities for some images: for each of them, for each of its four turns, of the four turns. [indices, 4, 4] */
export async function turnProbabilities(
  looker: Looker,
  block: ImageBlock,
  indices: ArrayLike<number>,
  watch: Watch = {},
): Promise<Float32Array> {
  if (indices.length === 0) throw new FeatureError('There are no images to turn.')
  const batch = VIEWS_AT_ONCE / TURNS
  const probabilities = new Float32Array(indices.length * PER_IMAGE)
  await askInBatches(
    looker,
    block,
    indices,
    {
      batch,
      ask(weights, images) {
        const turned = tf.concat([images, turnedCopies(images, batch)], 0) // [4B, S, S, C], grouped by angle
        const told = tf.softmax(looker.discriminator.forward(weights, turned).rotation) // [4B, 4]
        const byImage = tf.transpose(tf.reshape(told, [TURNS, batch, TURNS]), [1, 0, 2]) // → [B, 4, 4]
        return tf.reshape(byImage, [batch, PER_IMAGE])
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
export function countTurns(probabilities: Float32Array, indices: ArrayLike<number>, most: number): TurnConfusion {
  if (indices.length === 0 || probabilities.length !== indices.length * PER_IMAGE) {
    throw new FeatureError(`${probabilities.length} probabilities are not those of ${indices.length} images.`)
  }
  const counts = Array.from({ length: TURNS }, () => new Array<number>(TURNS).fill(0))
  const mistakes: Mistake[] = []
  for (let i = 0; i < indices.length; i++) {
    let worst: Mistake | null = null
    for (let turn = 0; turn < TURNS; turn++) {
      const from = (i * TURNS + turn) * TURNS
      const chances = probabilities.subarray(from, from + TURNS)
      if (!chances.every(Number.isFinite))
        throw new FeatureError('D does not tell turns in numbers: its weights are broken. Take an earlier state.')
      const confidence = Math.max(...chances)
      const told = chances.indexOf(confidence)
      const row = counts[turn] as number[]
      row[told] = (row[told] as number) + 1
      if (told !== turn && confidence > (worst?.confidence ?? 0)) {
        worst = { image: indices[i] as number, turn, told, confidence, truth: chances[turn] as number }
      }
    }
    if (worst) mistakes.push(worst)
  }
  const right = counts.reduce((sum, row, turn) => sum + (row[turn] as number), 0)
  mistakes.sort((a, b) => b.confidence - a.confidence || a.image - b.image)
  return { counts, accuracy: right / (TURNS * indices.length), images: indices.length, mistakes: mistakes.slice(0, most) }
}
