// What the history of a run tells of its classes each time they are found.
import type { Dataset } from '../../data/dataset.ts'
import type { ClassLabels } from '../../gan/class-labels.ts'
import type { RunEvent } from '../../spec/runs.ts'
import { accuracyOf } from './labelling.ts'

export type LabelledEvent = Extract<RunEvent, { event: 'labelled' }>

/** @param before the classes that they take the place of; null where there were none */
export function labelledEvent(before: ClassLabels | null, found: ClassLabels, dataset: Dataset): LabelledEvent {
  const { step, counts } = found
  return { event: 'labelled', step, counts, moved: before && movedShare(before, found), accuracy: accuracyOf(found, dataset) }
}

/** Share of the images that are in another class. */
function movedShare(before: ClassLabels, found: ClassLabels): number {
  const moved = found.ofImages.filter((label, i) => label !== before.ofImages[i])
  return moved.length / found.ofImages.length
}
