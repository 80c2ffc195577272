// Actions on the images: opening a set, reviewing it, including images or leaving them out, deleting kept sets.
import type { DataSource } from '../../protocol.ts'
import { preparationOf } from '../../spec/config.ts'
import { FINDINGS_AT_ONCE } from '../../spec/files.ts'
import { addNotice, type Notice } from '../app/notices-slice.ts'
import type { SessionParts } from '../app/session.ts'
import { runExists } from '../train/run-slice.ts'
import { withoutRemedies } from '../train/settings-slice.ts'
import { openedKeptSet, type ReviewTab } from './data-slice.ts'

export interface DataActions {
  /** Prepares these images with the current settings. Not while there is a run. */
  open(source: DataSource): void
  /** Prepares the same images again after a change of settings. Does nothing for a kept set, whose files are not at hand. */
  reopen(): void
  cancelOpen(): void
  /** Includes these images in the set or leaves them out. Not while there is a run. */
  takeImages(images: readonly number[], taken: boolean): void
  /** Opens the review of the images at this tab; null closes it. */
  review(tab: ReviewTab | null): void
  /** Requests the next part of a long list of findings. */
  listMoreFindings(): void
  deleteKept(key: string): void
}

/** Best guess: a kept set has the name of the files that it was prepared from. */
function isSameImages(source: DataSource, other: DataSource | null): boolean {
  return source === other || (source.kind !== 'builtin' && other?.kind !== 'builtin' && source.name === other?.name)
}

/** The folder picker may have been opened before the run began and answered after. */
const RUN_EXISTS_NOTICE: Notice = {
  id: 'drop',
  kind: 'warning',
  title: 'Nothing was opened, since there is a run.',
  lines: ['Reset the run, then choose your images again.'],
  ofRun: true,
}

export function makeDataActions({ client, store }: SessionParts): DataActions {
  function cancelOpen() {
    const { opening } = store.getState().data
    if (opening) client.send({ type: 'cancel-open', id: opening.id })
  }

  function open(source: DataSource) {
    const { data, run, settings: before } = store.getState()
    if (runExists(run.state)) return store.setState(({ notices }) => ({ notices: addNotice(notices, RUN_EXISTS_NOTICE) }))
    cancelOpen()
    const settings = isSameImages(source, data.wanted) ? before : withoutRemedies(before)
    const request = { id: data.lastId + 1, source, preparation: preparationOf(settings.config) }
    const opening = { ...request, progress: null, share: 0, left: null }
    store.setState({ data: { ...data, lastId: request.id, wanted: source, opening, findings: [], failure: null }, settings })
    client.send({ type: 'open', ...request })
  }

  return {
    open,
    reopen() {
      const { data } = store.getState()
      if (data.wanted && !openedKeptSet(data)) open(data.wanted)
    },
    cancelOpen,
    takeImages(images, taken) {
      const { data, run } = store.getState()
      if (runExists(run.state) || data.opening || data.opened === null || images.length === 0) return
      client.send({ type: 'take-images', id: data.opened.id, images, taken })
    },
    review(tab) {
      store.setState(({ data }) => ({ data: { ...data, review: tab } }))
    },
    listMoreFindings() {
      const { opened } = store.getState().data
      if (opened) client.send({ type: 'list-findings', id: opened.id, count: opened.summary.findings.length + FINDINGS_AT_ONCE })
    },
    deleteKept(key) {
      client.send({ type: 'delete-kept', key })
    },
  }
}
