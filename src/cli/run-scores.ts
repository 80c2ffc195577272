// Scores of a run that goes on, at the steps that its settings ask for: a line each, and a copy of the best checkpoint.

import type { Dataset } from '../data/dataset.ts'
import { splitImages } from '../data/sampling.ts'
import { analyse } from '../eval/analysis.ts'
import type { FeatureNetwork } from '../eval/features/networks/network.ts'
import { askForScore, gatherFake, gatherReal, type RealSide } from '../eval/scoring.ts'
import { firstSeeds, type Run } from '../gan/run.ts'
import type { Scores } from '../spec/scores.ts'

export interface RunScores {
  /** The score of the run as it is, if its settings want one at this step. */
  scoreIfDue(run: Run, onProgress: (share: number) => void): Promise<ScoreLine | null>
}

export interface ScoreLine extends Scores {
  readonly event: 'score'
  readonly step: number
  readonly network: string
  /** Whether the kernel distance is the lowest so far. */
  readonly best: boolean
}

/**
 * @param openNetwork called at the first score
 * @param lowestKid of the steps before, where the run is taken up again
 */
export function createRunScores(dataset: Dataset, openNetwork: () => Promise<FeatureNetwork>, lowestKid: number): RunScores {
  let network: FeatureNetwork | null = null
  let real: RealSide | null = null
  let lowest = lowestKid
  return {
    async scoreIfDue(run, onProgress) {
      const { step, config } = run
      const { scoreEvery, scoreCount: count, seed } = config
      if (scoreEvery === 0 || step % scoreEvery !== 0) return null
      network ??= await openNetwork()
      real ??= await gatherReal(network, dataset, splitImages(dataset.count, config), count, { onProgress })
      const draw = async (seeds: readonly number[]) => (await run.samples(seeds)).pictures
      const fake = await gatherFake(network, draw, firstSeeds(count), { onProgress })
      const { scores } = analyse('score', askForScore(real, fake, count, seed), onProgress)
      const best = scores.kid !== null && scores.kid < lowest
      if (scores.kid !== null && best) lowest = scores.kid
      return { event: 'score', step, network: network.name, best, ...scores }
    },
  }
}
