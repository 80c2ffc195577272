// Why images cannot be taken or left out now, in a sentence, or null when they can.
import { isHeld } from './run-slice.ts'
import type { State } from './store.ts'

export function chooseBlocker({ run, data }: Pick<State, 'run' | 'data'>): string | null {
  if (isHeld(run.state)) return 'There is a run on these images: Reset it to choose others.'
  return data.opening === null ? null : 'The images are being prepared…'
}
