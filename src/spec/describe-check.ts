// The check that a file is right, in a sentence: on the page and on the command line.
import type { ExportCheck } from './exports.ts'
import { counted } from './words.ts'

/** @param compressed a film, whose frames lose colours in every format; null where nothing was compared */
export function describeCheck(check: ExportCheck | null, compressed: boolean): string | null {
  if (check === null) return null
  const of = counted(check.pictures, 'pictures')
  const difference = Math.round(10 * check.largestPixelDifference) / 10
  if (difference === 0) return `Checked: ${of}, no pixel differs.`
  if (compressed) return `Compression changes its colours by at most ${difference} of 255.`
  return `Checked: its pixels differ by at most ${difference} of 255, on ${of}.`
}
