// What an import came to, in one sentence.
import type { DatasetSummary } from '../../spec/report.ts'
import { refusedCount } from '../images/shown.ts'
import { countOf, formatCount } from './format.ts'

/** 147 of 150 files became images, 4 are left out. */
export function describeImport(summary: Pick<DatasetSummary, 'count' | 'prepared' | 'findingCounts'>): string {
  const { count, prepared } = summary
  const refused = refusedCount(summary)
  const files = prepared + refused
  const became =
    refused === 0
      ? `${files === 1 ? 'The file' : `All ${formatCount(files)} files`} became ${files === 1 ? 'an image' : 'images'}`
      : `${formatCount(prepared)} of ${countOf(files, 'file')} became ${prepared === 1 ? 'an image' : 'images'}`
  const leftOut = prepared - count
  if (leftOut === 0) return `${became}.`
  if (count === 0) return `${became}, all are left out.`
  return `${became}, ${formatCount(leftOut)} ${leftOut === 1 ? 'is' : 'are'} left out.`
}
