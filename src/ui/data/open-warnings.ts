// The warnings that still apply: those whose remedy is already in the settings are dropped.
import { DEFAULT_PREPARATION, type RunConfig } from '../../spec/config.ts'
import { FEW_IMAGES } from '../../spec/datasets.ts'
import type { SetWarning } from '../../spec/files.ts'
import type { DatasetSummary } from '../../spec/image-set.ts'
import { configIncludes } from '../train/settings-slice.ts'

export function openWarnings({ warnings, count }: Pick<DatasetSummary, 'warnings' | 'count'>, config: RunConfig): readonly SetWarning[] {
  return warnings.filter((warning) => !isSettled(warning, count, config))
}

/** Remedies that change the images are measured again instead; and very few images are memorised whatever the settings. */
function isSettled({ kind, remedy }: SetWarning, count: number, config: RunConfig): boolean {
  if (remedy === null || (kind === 'few' && count < FEW_IMAGES)) return false
  const isAboutImages = Object.keys(remedy.changes).some((name) => Object.hasOwn(DEFAULT_PREPARATION, name))
  return !isAboutImages && configIncludes(config, remedy.changes)
}
