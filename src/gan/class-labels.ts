// The classes by which a run is conditioned: which class D is told of each image, and how often G draws each. They are part of the run's state.
import type { Dataset } from '../data/dataset.ts'
import type { RunConfig } from '../spec/config.ts'
import { TrainingError } from './errors.ts'

export interface ClassLabels {
  readonly names: readonly string[]
  /** For each image of the set its class; NO_CLASS where D is told none. */
  readonly ofImages: Int32Array
  /** How sure each is, 0 to 1: 1 where it was given. */
  readonly confidence: Float32Array
  /** The classes of fakes are drawn in these proportions, one for each name. */
  readonly counts: readonly number[]
  /** Steps made when they were found. */
  readonly step: number
  /**
   * What was known when the run began and training may know: for each image its label, NO_CLASS elsewhere. Classes that are found anew on the way
   * are found from these, whatever becomes of the labels of the set.
   */
  readonly given: Int32Array
}

/**
 * How many classes the networks of a run have; 0 where it has none.
 * @throws TrainingError where the settings ask for labels and the set has not two different ones
 */
export function classCountOf(config: RunConfig, { labels }: Pick<Dataset, 'labels'>): number {
  switch (config.conditioning) {
    case 'none':
      return 0
    case 'single':
      return 1
    case 'random':
      return labels?.names.length ?? config.classCount
    case 'clusters':
      return config.classCount
    case 'inferred':
    case 'co-trained':
    case 'given': {
      const count = labels?.names.length ?? 0
      if (count >= 2) return count
      throw new TrainingError({
        reason: 'bad-data',
        message: 'These settings need labels, and the images have none, or only one.',
        advice: 'Label some of them under “Labels”, or choose clusters, which need none.',
      })
    }
    default:
      return config.conditioning satisfies never
  }
}
