// State of the labels of the open set, as the Worker has told them.
import type { TrainerEvent } from '../../protocol.ts'
import type { GivenLabels } from '../../spec/classes.ts'

export interface LabelsSlice {
  /** Of the open set; null where it has none, or they are not known yet. */
  readonly given: GivenLabels | null
  /** A table that was read and not yet applied. */
  readonly table: { readonly labels: GivenLabels; readonly notes: readonly string[] } | null
  /** Why the last table could not be read. */
  readonly problem: string | null
}

export const initialLabels: LabelsSlice = { given: null, table: null, problem: null }

type LabelsEvent = Extract<TrainerEvent, { type: 'set-labels' | 'label-file' | 'label-file-failed' | 'labels-table' }>

export function applyLabelsEvent(labels: LabelsSlice, event: LabelsEvent): LabelsSlice {
  switch (event.type) {
    case 'set-labels':
      return { ...labels, given: event.labels }
    case 'label-file':
      return { ...labels, table: { labels: event.labels, notes: event.notes }, problem: null }
    case 'label-file-failed':
      return { ...labels, table: null, problem: event.sentence }
    case 'labels-table':
      return labels
    default:
      return event satisfies never
  }
}
