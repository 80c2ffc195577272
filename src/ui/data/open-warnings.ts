// Warnings that still stand: of some the settings are the remedy, and once they say so there is nothing left to warn of.
import { DEFAULT_PREPARATION, type RunConfig } from '../../spec/config.ts'
import { FEW_IMAGES } from '../../spec/datasets.ts'
import type { SetWarning } from '../../spec/files.ts'
import type { DatasetSummary } from '../../spec/report.ts'
import { configIncludes } from '../train/settings-slice.ts'

export function openWarnings({ warnings, count }: Pick<DatasetSummary, 'warnings' | 'count'>, config: RunConfig): readonly SetWarning[] {
  return warnings.filter((warning) => !isSettled(warning, count, config))
}

/** What is done to the images themselves is measured again instead; and of very few images a GAN learns by heart whatever is set. */
function isSettled({ kind, remedy }: SetWarning, count: number, config: RunConfig): boolean {
  if (remedy === null || (kind === 'few' && count < FEW_IMAGES)) return false
  const isAboutImages = Object.keys(remedy.changes).some((name) => Object.hasOwn(DEFAULT_PREPARATION, name))
  return !isAboutImages && configIncludes(config, remedy.changes)
}
