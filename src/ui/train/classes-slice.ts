// State of the classes of the run that is trained or shown.
import type { TrainerEvent } from '../../protocol.ts'
import type { LabellingProgress, RunClasses } from '../../spec/classes.ts'

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
