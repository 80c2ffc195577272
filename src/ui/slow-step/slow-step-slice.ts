// State of the steps in slow motion: the last one of this run, and the recorded one of the example.
import type { TrainerEvent } from '../../protocol.ts'
import type { SlowStep } from '../../spec/slow-step.ts'
import type { SlowStepFile } from '../../spec/slow-step-file.ts'

export interface SlowStepSlice {
  /** The last one of the current run; null: it has made none. */
  readonly own: SlowStep | null
  /** One is being made. */
  readonly making: boolean
  /** That of the example, once it is loaded. */
  readonly recorded: SlowStepFile | null
  /** Why there is none to show, as a sentence. */
  readonly problem: string | null
}

export const initialSlowStep: SlowStepSlice = { own: null, making: false, recorded: null, problem: null }

/** Another run has none yet. */
export function forgetSlowStep({ recorded }: SlowStepSlice): SlowStepSlice {
  return { ...initialSlowStep, recorded }
}

type SlowStepEvent = Extract<TrainerEvent, { type: 'slow-step' | 'slow-step-failed' }>

export function applySlowStepEvent(slice: SlowStepSlice, event: SlowStepEvent): SlowStepSlice {
  if (event.type === 'slow-step') return { ...slice, own: event.slow, making: false, problem: null }
  return { ...slice, making: false, problem: event.sentence }
}
