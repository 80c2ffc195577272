// Whether the labels of a set are still those with which a run began.
import type { Dataset } from '../../data/dataset.ts'
import type { ClassLabels } from '../../gan/class-labels.ts'
import type { RunConfig } from '../../spec/config.ts'
import { visibleLabels } from './known-labels.ts'

/** Whether a new run with these settings would be told other labels than this one, which goes on with those that it knows. */
export function hasOtherLabels(config: RunConfig, { names, given }: Pick<ClassLabels, 'names' | 'given'>, dataset: Dataset): boolean {
  switch (config.conditioning) {
    case 'none':
    case 'single':
    case 'random':
    case 'clusters':
      return false
    case 'inferred':
    case 'co-trained':
    case 'given': {
      const visible = visibleLabels(config, dataset)
      return given.some((label, image) => names[label] !== dataset.labels?.names[visible[image] as number])
    }
    default:
      return config.conditioning satisfies never
  }
}
