// Why Train cannot be pressed now, in a sentence, or null when it can.
import { isSamePreparation, preparationOf } from '../../spec/config.ts'
import { needsRestart } from './run-slice.ts'
import type { State } from './store.ts'

export function trainBlocker({ run, data, settings }: State): string | null {
  if (needsRestart(run.failure)) return 'Restart the trainer first.'
  if (run.device === null) return run.failure ? 'There is no device to train on.' : 'Looking for a device to train on…'
  if (data.opening !== null) return 'The images are being prepared…'
  if (data.opened === null) return 'Choose images first.'
  if (isOutdated(data, settings)) return 'The images were prepared with other settings.'
  return data.opened.summary.count === 0 ? 'All images are left out: take some of them first.' : null
}

/** Whether the settings have changed since the open images were prepared. */
export function isOutdated(data: State['data'], settings: State['settings']): boolean {
  return data.opened !== null && !data.opening && !isSamePreparation(data.opened.preparation, preparationOf(settings.config))
}
