// Labels in words: where they come from, how many there are, how good the classifier is, and what training does with them.
import type { GivenLabels, LabelSource } from '../../spec/classes.ts'
import { isSamePreparation } from '../../spec/config.ts'
import type { LabelSuggestions } from '../../spec/feature-analyses.ts'
import { FIELDS } from '../../spec/fields.ts'
import type { KeptSet } from '../../spec/image-set.ts'
import type { State } from '../app/store.ts'
import { countOf, formatCount, formatPercent } from '../shared/format.ts'
import type { LabelCounts } from './session.ts'

const SOURCES: Readonly<Record<LabelSource, string>> = {
  builtin: 'They came with the images.',
  folders: 'They are the names of the sub-folders.',
  file: 'They were read from a table.',
  hand: 'You gave them.',
}

export function sourceSentence({ source, names }: GivenLabels): string {
  return names.length === 0 ? 'There are no labels yet.' : SOURCES[source]
}

export function countsSentence({ labelled, unlabelled }: LabelCounts): string {
  if (labelled === 0) return `None of ${countOf(unlabelled, 'image')} has a label.`
  if (unlabelled === 0) return labelled === 1 ? 'The only image has a label.' : `All ${countOf(labelled, 'image')} have a label.`
  return `${formatCount(labelled)} of ${countOf(labelled + unlabelled, 'image')} have a label, ${formatCount(unlabelled)} have none.`
}

const INFERRED = FIELDS.conditioning.options.find(({ value }) => value === 'inferred')?.label

/** What training makes of images without a label. */
export const WITHOUT_LABEL = `Images without a label may stay without: training can infer theirs from the others (“${INFERRED}”), or shows them to the discriminator without a class.`

/** What the trainer has is written with the images, where these are kept in the browser; those of a built-in set by themselves. */
export function savedSentence({ labels, data: { opened, kept } }: Pick<State, 'labels' | 'data'>): string {
  if (labels.saving !== 'saved') return 'Saving…'
  if (opened?.source.kind === 'builtin') return 'Saved in this browser.'
  const isOpen = ({ name, preparation }: KeptSet) => name === opened?.summary.label && isSamePreparation(preparation, opened.preparation)
  if (opened?.source.kind === 'kept' || kept.sets.some(isOpen)) return 'Saved with the images.'
  return 'These images are not kept in this browser, so their labels last as long as the page is open: save them as CSV.'
}

/** How often the classifier is right about labelled images that it did not learn from. */
export function accuracySentence({ accuracy }: Pick<LabelSuggestions, 'accuracy'>): string {
  if (accuracy === null) return 'How often the suggestions are right can be said with a few more labels.'
  const { value, low, high } = accuracy
  return `Left out one at a time, ${formatPercent(value)} of the labelled images are suggested right (95 % interval: ${formatPercent(low)} to ${formatPercent(high)}).`
}

/** Null where there is not enough to say. */
export function gainSentence({ gainsMost }: Pick<LabelSuggestions, 'gainsMost'>, names: readonly string[]): string | null {
  const name = gainsMost === null ? undefined : names[gainsMost]
  return name === undefined ? null : `Ten more of “${name}” would help most.`
}
