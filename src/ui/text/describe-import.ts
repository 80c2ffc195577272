// What an import came to, in one sentence.
import type { DatasetSummary } from '../../spec/report.ts'
import { rejectedCount } from '../images/shown.ts'
import { countOf, formatCount } from './format.ts'

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
