// The images: opening a built-in set or files of the person's own, choosing among them, and the sets that are kept.
import type { DataSource } from '../../protocol.ts'
import { preparationOf } from '../../spec/config.ts'
import { FINDINGS_AT_ONCE } from '../../spec/files.ts'
import type { Dependencies } from '../app/dependencies.ts'
import { addNotice, type Notice } from '../app/notices-slice.ts'
import { runExists } from '../train/run-slice.ts'
import { withoutRemedies } from '../train/settings-slice.ts'
import { openedKeptSet, type ReviewTab } from './data-slice.ts'

export interface DataActions {
  /** Prepare these images as the settings say. Not while a run holds its data. */
  open(source: DataSource): void
  /** Prepare the same images again: the settings have changed. A kept set stays as it is, and the page says what to do. */
  reopen(): void
  cancelOpen(): void
  /** Take these of the open images into the set, or leave them out. Not while a run goes on. */
  takeImages(images: readonly number[], taken: boolean): void
  /** Look through the open images, or, with null, no longer. */
  review(tab: ReviewTab | null): void
  /** The next findings of a list that was too long to be told at once. */
  listMoreFindings(): void
  deleteKept(key: string): void
}

/** As far as the page can tell: a kept set whose files are chosen again has their name. */
function isSameImages(source: DataSource, other: DataSource | null): boolean {
  return source === other || (source.kind !== 'builtin' && other?.kind !== 'builtin' && source.name === other?.name)
}

/** A folder may have been asked for before the run began, and come after. */
const RUN_EXISTS_NOTICE: Notice = {
  id: 'drop',
  kind: 'warning',
  title: 'Nothing was opened, since there is a run.',
  lines: ['Reset the run, then choose your images again.'],
  ofRun: true,
}

export function createDataActions({ client, store }: Dependencies): DataActions {
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
