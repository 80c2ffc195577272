// A score from features and pictures, on a processor alone: all numbers, and for the first samples the nearest training image.

import { range } from '../../data/sampling.ts'
import type { ImageBlock } from '../../spec/image-block.ts'
import type { Scores } from '../../spec/scores.ts'
import { takeRows } from '../features/feature-table.ts'
import { pairSimilarity } from './ms-ssim.ts'
import { nearestIn } from './nearest.ts'
import { attempt, type Missing, type Sets, scoreSets } from './score.ts'

/** For so many samples the nearest training image is told. */
const SHOWN = 16

/** Everything that the numbers are worked out from. */
export interface ScoreQuestion {
  readonly sets: Sets
  readonly pictures: { readonly real: ImageBlock; readonly fake: ImageBlock }
  /** Of the random choices among them. */
  readonly seed: number
}

export interface ScoreAnswer {
  readonly scores: Scores
  /** For the first samples: which training image is nearest, as a row, and how far it is. */
  readonly nearest: readonly { readonly row: number; readonly distance: number }[]
}

export function answerScore({ sets, pictures, seed }: ScoreQuestion, onProgress?: (share: number) => void): ScoreAnswer {
  const scores = scoreSets(sets, seed, onProgress)
  const { training, fake } = sets
  const first = takeRows(fake, range(Math.min(SHOWN, fake.rows)))
  const found = training ? nearestIn(training, first, 'samples') : null
  const nearest = found ? Array.from(found.index, (row, i) => ({ row, distance: found.distance[i] as number })) : []
  const missing: Missing = { ...scores.missing }
  const similarity = attempt('similarity', missing, () => ({
    fake: pairSimilarity(pictures.fake, seed),
    real: pairSimilarity(pictures.real, seed),
  }))
  return { scores: { ...scores, similarity, missing }, nearest }
}
