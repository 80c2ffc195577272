// How images were prepared, where that is not as it is when a person chooses nothing.
import { DEFAULT_PREPARATION, type Preparation } from '../../spec/config.ts'
import { wordsUnlike } from '../../spec/kept.ts'
import type { KeptSet } from '../../spec/report.ts'

/** “smart framing, middle 50 %”, or nothing; the size is told besides. */
export function describePreparation(preparation: Preparation): string {
  return wordsUnlike(preparation, DEFAULT_PREPARATION)
}

/** The name of a kept set, with what tells it from others of the same name. */
export function callKept({ key, name, size, preparation }: KeptSet, all: readonly KeptSet[]): string {
  if (!all.some((other) => other.name === name && other.key !== key)) return name
  return [name, `${size} px`, describePreparation(preparation)].filter((part) => part !== '').join(', ')
}
