// The four rotations, and the measured confusion between them in words and shares.
import type { RotationConfusion } from '../../spec/feature-analyses.ts'
import { countOf, formatCount, formatPercent } from '../shared/format.ts'

/** Quarter turns, counter-clockwise. */
export const ROTATIONS = [0, 1, 2, 3] as const

/** The shares of a row of counts; null if the row is empty. */
export function rowShares(row: readonly number[] = []): readonly (number | null)[] {
  const sum = row.reduce((total, count) => total + count, 0)
  return row.map((count) => (sum === 0 ? null : count / sum))
}

/** “Rotation accuracy at step 400: 62 % on 120 images that training never saw. Chance is 25 %.” */
export function describeConfusion(
  { accuracy, images, heldOut }: Pick<RotationConfusion, 'accuracy' | 'images' | 'heldOut'>,
  step: number | null,
): string {
  const when = step === null ? '' : ` at step ${formatCount(step)}`
  const which = heldOut ? 'that training never saw' : 'of the training set'
  const caution = heldOut ? '' : ' None are held out, so the accuracy is too optimistic: set “Held out” above 0 for the next run.'
  return `Rotation accuracy${when}: ${formatPercent(accuracy)} on ${countOf(images, 'image')} ${which}. Chance is 25 %.${caution}`
}
