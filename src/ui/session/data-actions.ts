// Opening images: a built-in set or files of the person's own.
import type { DataSource } from '../../protocol.ts'
import { preparationOf } from '../../spec/config.ts'
import { isHeld } from '../store/run-slice.ts'
import type { SessionParts } from './session.ts'

export interface DataActions {
  /** Prepare these images as the settings say. Not while a run holds its data. */
  open(source: DataSource): void
  /** Prepare the same images again: the settings have changed. */
  reopen(): void
  cancelOpen(): void
}

export function makeDataActions({ client, store }: SessionParts): DataActions {
  function cancelOpen() {
    const { opening } = store.getState().data
    if (opening) client.send({ type: 'cancel-open', id: opening.id })
  }

  function open(source: DataSource) {
    const { data, run, settings } = store.getState()
    if (isHeld(run.state)) return
    cancelOpen()
    const request = { id: data.lastId + 1, source, preparation: preparationOf(settings.config) }
    const opening = { ...request, progress: null }
    store.setState({ data: { ...data, lastId: request.id, wanted: source, opening, findings: [], failure: null } })
    client.send({ type: 'open', ...request })
  }

  return {
    open,
    reopen() {
      const { wanted } = store.getState().data
      if (wanted) open(wanted)
    },
    cancelOpen,
  }
}
