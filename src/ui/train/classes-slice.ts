// State of the classes of the run that is trained or shown.
import type { TrainerEvent } from '../../protocol.ts'
import type { LabellingProgress, RunClasses } from '../../spec/classes.ts'
import type { Notice } from '../app/notices-slice.ts'

/** About a run that is taken up. */
export const LABELS_CHANGED: Notice = {
  id: 'labels-changed',
  kind: 'info',
  title: 'The labels of the images have changed since this run began',
  lines: ['It goes on with the labels that it knows. A new run takes the new ones.'],
  ofRun: true,
}

export interface ClassesSlice {
  /** Null where the run has none. */
  readonly found: RunClasses | null
  /** They are being found; null: they are not. */
  readonly finding: LabellingProgress | null
}

export const initialClasses: ClassesSlice = { found: null, finding: null }

export function applyClassesEvent(classes: ClassesSlice, event: Extract<TrainerEvent, { type: 'classes' | 'labelling' }>): ClassesSlice {
  return event.type === 'classes' ? { ...classes, found: event.classes } : { ...classes, finding: event.progress }
}
