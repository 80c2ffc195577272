// Why no other samples can be drawn now, in a sentence, or null when they can.
import { isHeld } from './run-slice.ts'
import type { State } from './store.ts'

export function drawBlocker({ run }: Pick<State, 'run'>): string | null {
  return isHeld(run.state) ? null : 'The run has ended: it draws no more samples.'
}
