// Why Train cannot be pressed now, in a sentence, or null when it can.
import { isSamePreparation, preparationOf } from '../../spec/config.ts'
import { preparedOtherwise } from '../../spec/kept.ts'
import { keptOpen, type OpenedKept } from './data-slice.ts'
import { needsRestart } from './run-slice.ts'
import type { State } from './store.ts'

export function trainBlocker({ run, data, settings }: State): string | null {
  if (needsRestart(run.failure)) return 'Restart the trainer first.'
  if (run.device === null) return run.failure ? 'There is no device to train on.' : 'Looking for a device to train on…'
  if (data.opening !== null) return 'The images are being prepared…'
  if (data.opened === null) return 'Choose images first.'
  const kept = keptOtherwise({ data, settings })
  if (kept) return otherwiseSentence(kept, settings)
  if (isOutdated(data, settings)) return 'The images were prepared with other settings.'
  return data.opened.summary.count === 0 ? 'All images are left out: take some of them first.' : null
}

/** Whether the settings have changed since the open images were prepared. */
export function isOutdated(data: State['data'], settings: State['settings']): boolean {
  return data.opened !== null && !data.opening && !isSamePreparation(data.opened.preparation, preparationOf(settings.config))
}

/** The kept set that is open, where the settings have changed since it was prepared: it cannot follow them. */
export function keptOtherwise({ data, settings }: Pick<State, 'data' | 'settings'>): OpenedKept | null {
  const kept = keptOpen(data)
  return kept && isOutdated(data, settings) ? kept : null
}

export function otherwiseSentence({ source, preparation }: OpenedKept, { config }: State['settings']): string {
  const { message, advice } = preparedOtherwise(source.name, preparation, config)
  return `${message} ${advice}`
}
