// An image set in words: the result of its import, how it was prepared, and what a kept set is called.
import { DEFAULT_PREPARATION, type Preparation } from '../../spec/config.ts'
import { wordsUnlike } from '../../spec/kept.ts'
import type { DatasetSummary, KeptSet } from '../../spec/report.ts'
import { countOf, formatCount } from '../shared/format.ts'
import { rejectedCount } from './shown.ts'

/** 147 of 150 files became images, 4 are left out, 2 of them by hand. */
export function describeImport(summary: Pick<DatasetSummary, 'count' | 'prepared' | 'leftOutByHand' | 'findingCounts'>): string {
  const { count, prepared, leftOutByHand } = summary
  const rejected = rejectedCount(summary)
  const files = prepared + rejected
  const became =
    rejected === 0
      ? `${files === 1 ? 'The file' : `All ${formatCount(files)} files`} became ${files === 1 ? 'an image' : 'images'}`
      : `${formatCount(prepared)} of ${countOf(files, 'file')} became ${prepared === 1 ? 'an image' : 'images'}`
  const leftOut = prepared - count
  if (leftOut === 0) return `${became}.`
  if (count === 0) return `${became}, all are left out.`
  const which = leftOut === 1 ? '1 is left out' : `${formatCount(leftOut)} are left out`
  const byHand = leftOutByHand === 0 ? '' : leftOutByHand === leftOut ? ' by hand' : `, ${formatCount(leftOutByHand)} of them by hand`
  return `${became}, ${which}${byHand}.`
}

/** How images were prepared where that differs from the defaults: “smart framing, middle 50 %”, or nothing. Without the size. */
export function describePreparation(preparation: Preparation): string {
  return wordsUnlike(preparation, DEFAULT_PREPARATION)
}

/** The name of a kept set, with what distinguishes it from others of the same name. */
export function keptSetName({ key, name, size, preparation }: KeptSet, all: readonly KeptSet[]): string {
  if (!all.some((other) => other.name === name && other.key !== key)) return name
  return [name, `${size} px`, describePreparation(preparation)].filter((part) => part !== '').join(', ')
}
