// Connects the page to the browser: the link in the address bar, the tab's title, persistent storage, the question before leaving, and what is
// remembered for the next visit.
import { codeOfHash, fromHash, hasSettings, toHash } from '../../spec/url.ts'
import { messageOf } from '../../spec/words.ts'
import { rememberOpened } from '../data/last-kept.ts'
import { isKept } from '../train/keep-slice.ts'
import { runExists } from '../train/run-slice.ts'
import { linkOf } from '../train/settings-slice.ts'
import type { Actions } from './actions.ts'
import { keepBackend } from './kept-device.ts'
import { noteTraining, rememberRun } from './last-run.ts'
import { leavingLoses } from './leaving.ts'
import { addNotice } from './notices-slice.ts'
import { connectPageLife } from './page-life.ts'
import type { State, Store } from './store.ts'

/** The settings in the address; problems in it become a notice. */
export function readAddress(store: Store) {
  const { link, problems } = fromHash(location.hash)
  if (problems.length > 0) {
    const lines = problems.map(({ message }) => message)
    const notice = {
      id: 'link',
      kind: 'warning',
      title: 'Part of the link could not be used; the preset’s values are used instead.',
      lines,
    } as const
    store.setState(({ notices }) => ({ notices: addNotice(notices, notice) }))
  }
  return link
}

/** Whether the page was opened with settings in its address, as a link has them. A reload does not change that, although the page writes them there. */
export function wasLinked(): boolean {
  const state: unknown = history.state
  return isMarked(state) ? state.linked : hasSettings(location.hash)
}

/** What the page leaves in its entry of the browser's history. */
interface Mark {
  readonly linked: boolean
}

function isMarked(state: unknown): state is Mark {
  return typeof state === 'object' && state !== null && 'linked' in state && typeof state.linked === 'boolean'
}

export function connectPage(store: Store, actions: Actions): void {
  connectPageLife(store, actions)
  followCodeOfAddress(store, actions)
  store.subscribe((after, before) => {
    if (after.run.report !== before.run.report) noteTraining(trainingNow(after))
    if (after.keep.last !== null && after.keep.last !== before.keep.last) rememberRun(after.keep.last)
    if (after.settings !== before.settings || after.data.wanted !== before.data.wanted || after.lesson !== before.lesson)
      writeAddress(after)
    if (after.run !== before.run || after.settings !== before.settings) document.title = titleOf(after)
    if (after.device.wanted !== before.device.wanted) keepBackend(after.device.wanted)
    if (after.data.opened && after.data.opened.id !== before.data.opened?.id) rememberOpened(after.data.opened.source)
    const setKept = after.data.kept.sets.length > before.data.kept.sets.length
    if (setKept || (isKept(after.keep) && !isKept(before.keep))) void askToPersist(store)
  })
  addEventListener('hashchange', () => {
    if (followCodeOfAddress(store, actions) && !hasSettings(location.hash)) return writeAddress(store.getState())
    if (runExists(store.getState().run.state)) return keepRun(store)
    const { lesson, ...link } = readAddress(store)
    actions.setLesson(lesson)
    actions.follow(link)
  })
  addEventListener('beforeunload', (event) => {
    actions.saveNow() // while the next page is being fetched, which is more time than there is at `pagehide`
    if (leavingLoses(store.getState())) event.preventDefault()
  })
}

/** A link to a picture leads to it in the studio. Returns whether it is one. */
function followCodeOfAddress(store: Store, actions: Actions): boolean {
  const code = codeOfHash(location.hash)
  if (code === null) return false
  import('../studio/codes/linked-code.ts').then(
    ({ followCode }) => followCode(store, actions, code),
    (error: unknown) => console.warn('the picture of the link is not shown:', messageOf(error)),
  )
  return true
}

/** The run of this tab, should the browser end the page. */
function trainingNow({ run, keep }: State) {
  return keep.id !== null && run.report !== null && run.state !== 'viewing' ? { id: keep.id, step: run.report.step } : null
}

/** Asks the browser not to clear what is kept when the disk fills up. Only a page can ask, not a Worker; a refusal changes nothing else. */
async function askToPersist(store: Store): Promise<void> {
  if (store.getState().keep.persisted) return
  const persisted = (await navigator.storage.persisted()) || (await navigator.storage.persist())
  store.setState(({ keep }) => ({ keep: { ...keep, persisted } }))
}

/** `replaceState` adds no history entry and fires no `hashchange`. */
function writeAddress(state: State) {
  const hash = toHash(linkOf(state))
  if (hash !== location.hash) history.replaceState({ linked: wasLinked() } satisfies Mark, '', hash)
}

function keepRun(store: Store) {
  const state = store.getState()
  const notice = {
    id: 'link-unfollowed',
    kind: 'info',
    title: 'The link was not followed, since it would end this run.',
    lines: ['Reset the run, then open the link again.'],
    ofRun: true,
  } as const
  store.setState({ notices: addNotice(state.notices, notice) })
  writeAddress(state)
}

export function titleOf({ run, settings }: Pick<State, 'run' | 'settings'>): string {
  const percent = Math.floor((100 * (run.report?.step ?? 0)) / settings.config.steps)
  switch (run.state) {
    case 'idle':
    case 'viewing':
      return 'Quarterturn'
    case 'preparing':
      return 'Preparing · Quarterturn'
    case 'running':
      if (run.waitsFor === 'score') return 'Scoring · Quarterturn'
      return `${percent} % · Quarterturn`
    case 'paused':
      return `Paused at ${percent} % · Quarterturn`
    case 'finished':
      return 'Finished · Quarterturn'
    case 'failed':
      return 'Stopped · Quarterturn'
    default:
      return run.state satisfies never
  }
}
