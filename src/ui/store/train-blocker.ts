// Why Train cannot be pressed now, in a sentence, or null when it can.
import { needsRestart } from './run-slice.ts'
import type { State } from './store.ts'

export function trainBlocker({ run, data, settings }: State): string | null {
  if (needsRestart(run.failure)) return 'Restart the trainer first.'
  if (run.device === null) return run.failure ? 'There is no device to train on.' : 'Looking for a device to train on…'
  if (data.opening !== null) return 'The images are being prepared…'
  if (data.opened === null) return 'Choose images first.'
  if (data.opened.size !== settings.config.size) return `The images are prepared at ${data.opened.size} px, not ${settings.config.size} px.`
  return null
}
