// The classes of a run in words: where they come from, how good they are, how many images each has, and how far the search for them is.
import type { LabellingProgress, RunClasses } from '../../spec/classes.ts'
import { countOf, formatCount, formatPercent } from '../shared/format.ts'
import { aboutLeft } from '../shared/pace.ts'

/** “Grouping the images, 40 %, about 0:12 left” */
export function describeFinding({ words, share, left }: LabellingProgress): string {
  return [words, formatPercent(share), aboutLeft(left)].filter(Boolean).join(', ')
}

/** Where they come from, in a sentence. */
export function describeOrigin({ conditioning, names, step }: Pick<RunClasses, 'conditioning' | 'names' | 'step'>): string {
  const number = formatCount(names.length)
  switch (conditioning) {
    case 'single':
      return 'All images have the same class: as without classes, to compare.'
    case 'random':
      return `Each image is given one of ${number} classes by chance, anew at each look: to compare.`
    case 'clusters':
      return `${number} groups of similar images, ${foundAt(step)}.`
    case 'inferred':
      return `${number} kinds. An image without a label has its likeliest kind, ${foundAt(step)}.`
    case 'co-trained':
      return `${number} kinds. Of images without a label, the discriminator predicts the kind as it learns${step > 0 ? `, last at step ${formatCount(step)}` : ''}.`
    case 'given':
      return `${number} kinds, as the images are labelled.`
    default:
      return conditioning satisfies never
  }
}

function foundAt(step: number): string {
  return step === 0 ? 'found before the first step' : `last found at step ${formatCount(step)}`
}

/** How many of the labels that training was not told are right; null where there is nothing to compare with. */
export function describeAccuracy(accuracy: number | null): string | null {
  return accuracy === null ? null : `Of the images whose label was hidden from training, ${formatPercent(accuracy)} are in the right class.`
}

/** Longer lists are folded. */
const LISTED = 12

/** The classes to list at once, and those to fold away; none where no image is of a class. */
export function listClasses({ conditioning, names, counts }: Pick<RunClasses, 'conditioning' | 'names' | 'counts'>) {
  const rows = conditioning === 'random' ? [] : names.map((name, index) => ({ name, index, count: counts[index] ?? 0 }))
  return rows.length <= LISTED ? { listed: rows, folded: [] } : { listed: [], folded: rows }
}

/** “From 12 to 340 images each.” Of co-trained classes only labelled images are counted. */
export function describeSizes({ conditioning, counts }: Pick<RunClasses, 'conditioning' | 'counts'>): string {
  if (counts.length === 0 || conditioning === 'random') return ''
  const image = conditioning === 'co-trained' ? 'labelled image' : 'image'
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  if (least === most) return counts.length === 1 ? `${countOf(most, image)}.` : `${countOf(most, image)} each.`
  return `From ${formatCount(least)} to ${countOf(most, image)} each.`
}

/** The announcement for classes that were found, or null. */
export function describeNewClasses(before: RunClasses | null, after: RunClasses | null): string | null {
  if (after === null || before?.step === after.step || after.conditioning === 'single') return null
  if (before !== null && after.conditioning === 'co-trained') return null // predictions come again and again
  return before === null ? `The run has ${formatCount(after.names.length)} classes.` : 'The classes were found anew.'
}
