// Actions on the images: opening a set, reviewing it, including images or leaving them out, deleting kept sets.
import type { RefObject } from 'react'
import type { DataSource } from '../../protocol.ts'
import { type Preparation, preparationOf } from '../../spec/config.ts'
import { FINDINGS_AT_ONCE } from '../../spec/files.ts'
import type { KeptSet } from '../../spec/image-set.ts'
import { originOf } from '../../spec/kept.ts'
import { formatBytes } from '../../spec/words.ts'
import type { Action } from '../app/action.ts'
import { chooseBlocker, fixedBlocker, mismatchedKeptSet, REASONS } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import { addNotice, type Notice } from '../app/notices-slice.ts'
import type { State } from '../app/store.ts'
import { countOf, formatCount } from '../shared/format.ts'
import { BinIcon, FilesIcon, FolderIcon, LookIcon } from '../shared/icons.tsx'
import { runExists } from '../train/run-slice.ts'
import { withoutRemedies } from '../train/settings-slice.ts'
import { openedKeptSet, type ReviewTab, unlistedFindings } from './data-slice.ts'
import { keptSetName } from './describe-set.ts'
import { askForImages, canPickFolders, mayRead, pickFolder } from './pick-files.ts'

export interface DataActions {
  /**
   * Prepares these images with the current settings. Not while there is a run.
   * @param as with the settings of a kept run, and without the images that it does not see
   */
  open(source: DataSource, as?: PreparedAs): void
  /** Prepares the same images again after a change of settings. Does nothing for a kept set, whose files are not at hand. */
  reopen(): void
  cancelOpen(): void
  /** Includes these images in the set or leaves them out. Not while there is a run. */
  takeImages(images: readonly number[], taken: boolean): void
  /** Includes all images that are shown, or leaves them out, as one choice that can be undone. */
  takeAll(shown: readonly number[], taken: boolean): void
  undoTakeAll(): void
  /** Opens the review of the images at this tab; null closes it. */
  review(tab: ReviewTab | null): void
  /** Requests the next part of a long list of findings. */
  listMoreFindings(): void
  deleteKept(key: string): void
  /** Asks for a folder and opens it. @param input file input for browsers without the File System Access API */
  chooseFolder(input: HTMLInputElement | null): Promise<void>
  /** Reads the folder of a kept set again, after asking the browser for permission. */
  rescanKept(set: KeptSet): Promise<void>
  /** Asks for the original files of the open kept set and prepares them with the current settings. */
  chooseAgain(): Promise<void>
  /** Shows a notice about the images. */
  warn(message: string, advice: string): void
}

interface PreparedAs {
  readonly preparation: Preparation
  readonly leftOut: readonly number[]
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

export function createDataActions({ client, store }: Dependencies): DataActions {
  function cancelOpen() {
    const { opening } = store.getState().data
    if (opening) client.send({ type: 'cancel-open', id: opening.id })
  }

  function open(source: DataSource, as?: PreparedAs) {
    const { data, run, settings: before } = store.getState()
    if (runExists(run.state)) return store.setState(({ notices }) => ({ notices: addNotice(notices, RUN_EXISTS_NOTICE) }))
    cancelOpen()
    const settings = isSameImages(source, data.wanted) ? before : withoutRemedies(before)
    const request = { id: data.lastId + 1, source, preparation: as?.preparation ?? preparationOf(settings.config) }
    const opening = { ...request, progress: null, share: 0, left: null }
    store.setState({ data: { ...data, lastId: request.id, wanted: source, opening, findings: [], failure: null }, settings })
    client.send({ type: 'open', ...request, ...(as && { leftOut: as.leftOut }) })
  }

  function takeImages(images: readonly number[], taken: boolean) {
    const { data, run } = store.getState()
    if (runExists(run.state) || data.opening || data.opened === null || images.length === 0) return
    client.send({ type: 'take-images', id: data.opened.id, images, taken })
  }

  function warn(message: string, advice: string) {
    store.setState(({ notices }) => ({ notices: addNotice(notices, { id: 'data', kind: 'warning', title: message, lines: [advice] }) }))
  }

  return {
    open,
    reopen() {
      const { data } = store.getState()
      if (data.wanted && !openedKeptSet(data)) open(data.wanted)
    },
    cancelOpen,
    takeImages,
    takeAll(shown, taken) {
      const leftOut = store.getState().data.opened?.leftOut
      const lastChoice = { images: shown.filter((image) => leftOut?.has(image) === taken), taken }
      store.setState(({ data }) => ({ data: { ...data, lastChoice } }))
      takeImages(shown, taken)
    },
    undoTakeAll() {
      const { lastChoice } = store.getState().data
      if (lastChoice) takeImages(lastChoice.images, !lastChoice.taken)
      store.setState(({ data }) => ({ data: { ...data, lastChoice: null } }))
    },
    review(tab) {
      store.setState(({ data }) => ({ data: { ...data, review: tab, lastChoice: null } }))
    },
    listMoreFindings() {
      const { opened } = store.getState().data
      if (opened) client.send({ type: 'list-findings', id: opened.id, count: opened.summary.findings.length + FINDINGS_AT_ONCE })
    },
    deleteKept(key) {
      client.send({ type: 'delete-kept', key })
    },
    async chooseFolder(input) {
      if (!canPickFolders()) return input?.click()
      const handle = await pickFolder()
      if (handle) open({ kind: 'folder', name: handle.name, handle })
    },
    async rescanKept({ name, folder }) {
      if (folder === null) return
      if (await mayRead(folder)) open({ kind: 'folder', name, handle: folder })
      else warn('The folder may not be read.', 'Press “Look for new files” again and allow it, or choose the folder anew.')
    },
    async chooseAgain() {
      const state = store.getState()
      const source = mismatchedKeptSet(state)?.source
      if (!source) return
      const folder = state.data.kept.sets.find(({ key }) => key === source.key)?.folder ?? null
      const again = folder && (await mayRead(folder)) ? ({ kind: 'folder', name: source.name, handle: folder } as const) : null
      const images = again ?? (await askForImages(originOf(source.name)))
      if (images) open(images)
    },
    warn,
  }
}

type FileInput = RefObject<HTMLInputElement | null>

const chooseFolder: Action<DataActions, FileInput> = {
  label: 'Choose a folder',
  icon: FolderIcon,
  blocked: fixedBlocker,
  run: (actions, input) => void actions.chooseFolder(input.current),
}

const pickFiles: Action<DataActions, FileInput> = {
  label: 'Pick files',
  icon: FilesIcon,
  blocked: fixedBlocker,
  run: (_, input) => input.current?.click(),
}

/** Offered when the settings have changed since the images were prepared. */
const reopen: Action<DataActions> = { label: 'Prepare them again', run: (actions) => actions.reopen() }

const cancelOpen: Action<DataActions> = { label: 'Cancel', run: (actions) => actions.cancelOpen() }

/** Offered when the settings differ from those the open kept set was prepared with. */
const chooseAgain: Action<DataActions> = {
  label(state) {
    const origin = originOf(mismatchedKeptSet(state)?.source.name ?? '')
    return origin === 'files' ? 'Pick the files again' : `Choose the ${origin} again`
  },
  run: (actions) => void actions.chooseAgain(),
}

const nameIn = ({ data }: State, set: KeptSet) => keptSetName(set, data.kept.sets)
const isOpen = ({ data: { opened } }: State, { key }: KeptSet) => opened?.source.kind === 'kept' && opened.source.key === key

const openKept: Action<DataActions, KeptSet> = {
  label: 'Open',
  labelEnd: (state, set) => ` ${nameIn(state, set)}`,
  blocked: (state, set) => fixedBlocker(state) ?? (isOpen(state, set) ? REASONS.setIsOpen : null),
  run: (actions, { name, key }) => actions.open({ kind: 'kept', name, key }),
}

/** Offered after a reload of the page. */
const openLastKept: Action<DataActions, KeptSet> = {
  label: 'Open them again',
  run: (actions, { name, key }) => actions.open({ kind: 'kept', name, key }),
}

/** Only where the browser can read the folder again (File System Access API). */
const rescanKept: Action<DataActions, KeptSet> = {
  label: 'Look for new files',
  labelEnd: (state, set) => ` in ${nameIn(state, set)}`,
  blocked: fixedBlocker,
  run: (actions, set) => void actions.rescanKept(set),
}

const deleteKept: Action<DataActions, KeptSet> = {
  label: (state, set) => `Delete ${nameIn(state, set)}`,
  icon: BinIcon,
  question(state, set) {
    const stays = isOpen(state, set) ? ' These images are open now: they stay so until you choose others or close the page.' : ''
    const goes = `${countOf(set.count, 'small image')}, ${formatBytes(set.bytes)}, and which of them you left out`
    const text = `The prepared copy goes: ${goes}. The photos on your disk stay.${stays}`
    return { title: `Delete “${nameIn(state, set)}” from this browser?`, text, keep: 'Keep it', go: 'Delete the set' }
  },
  run: (actions, { key }) => actions.deleteKept(key),
}

const reviewImages: Action<DataActions> = { label: 'Look through the images', icon: LookIcon, run: (actions) => actions.review('images') }

const reviewFindings: Action<DataActions> = { label: 'Show findings', run: (actions) => actions.review('findings') }

const listMoreFindings: Action<DataActions> = {
  label: ({ data }) => `Show the next ${formatCount(Math.min(FINDINGS_AT_ONCE, unlistedFindings(data)))}`,
  run: (actions) => actions.listMoreFindings(),
}

const takeImage: Action<DataActions, { readonly image: number; readonly path: string; readonly out: boolean }> = {
  label: (_, { out }) => (out ? 'Take it' : 'Leave it out'),
  labelEnd: (_, { path }) => `: ${path}`,
  blocked: chooseBlocker,
  run: (actions, { image, out }) => actions.takeImages([image], out),
}

function takeAllBlocker(state: State, shown: readonly number[]): string | null {
  return chooseBlocker(state) ?? (shown.length === 0 ? REASONS.noneShown : null)
}

const takeAllShown: Action<DataActions, readonly number[]> = {
  label: 'Take all shown',
  blocked: takeAllBlocker,
  run: (actions, shown) => actions.takeAll(shown, true),
}

const leaveOutAllShown: Action<DataActions, readonly number[]> = {
  label: 'Leave out all shown',
  blocked: takeAllBlocker,
  run: (actions, shown) => actions.takeAll(shown, false),
}

const undoTakeAll: Action<DataActions> = {
  label: 'Undo',
  blocked: (state) => chooseBlocker(state) ?? (state.data.lastChoice ? null : REASONS.noBulkChoice),
  run: (actions) => actions.undoTakeAll(),
}

export const dataActions = {
  chooseFolder,
  pickFiles,
  reopen,
  cancelOpen,
  chooseAgain,
  openKept,
  openLastKept,
  rescanKept,
  deleteKept,
  reviewImages,
  reviewFindings,
  listMoreFindings,
  takeImage,
  takeAllShown,
  leaveOutAllShown,
  undoTakeAll,
}
