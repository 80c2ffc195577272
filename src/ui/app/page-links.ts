// Connects the page to the browser: the link in the address bar, the tab's title, persistent storage, and the question before leaving.
import { fromHash, toHash } from '../../spec/url.ts'
import { rememberOpened } from '../data/last-kept.ts'
import { describeLostPage } from '../train/describe-loss.ts'
import { isUnderWay, runExists, stepsAtStake } from '../train/run-slice.ts'
import type { SettingsActions } from '../train/settings-actions.ts'
import { linkOf } from '../train/settings-slice.ts'
import { keepBackend } from './kept-device.ts'
import { lostStep, noteStep, wasLoadedAgain } from './lost-page.ts'
import { addNotice } from './notices-slice.ts'
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

export function connectPage(store: Store, actions: Pick<SettingsActions, 'follow'>): void {
  const lost = describeLostPage(lostStep(wasLoadedAgain()))
  if (lost) store.setState(({ notices }) => ({ notices: addNotice(notices, lost) }))
  store.subscribe((after, before) => {
    if (after.run.report !== before.run.report) noteStep(after.run.report?.step ?? null)
    if (after.settings !== before.settings || after.data.wanted !== before.data.wanted) writeAddress(after)
    if (after.run !== before.run || after.settings !== before.settings) document.title = titleOf(after)
    if (after.device.wanted !== before.device.wanted) keepBackend(after.device.wanted)
    if (after.data.opened && after.data.opened.id !== before.data.opened?.id) rememberOpened(after.data.opened.source)
    if (after.data.kept.sets.length > before.data.kept.sets.length) void askToPersist()
  })
  addEventListener('hashchange', () => {
    if (runExists(store.getState().run.state)) return keepRun(store)
    actions.follow(readAddress(store))
  })
  addEventListener('pagehide', () => noteStep(null))
  addEventListener('beforeunload', (event) => {
    if (leavingLoses(store.getState())) event.preventDefault()
  })
}

/** Whether leaving the page would lose work: a run with steps, or an import of the person's own files. */
export function leavingLoses({ run, data }: Pick<State, 'run' | 'data'>): boolean {
  const { opening } = data
  const importing = opening !== null && (opening.source.kind === 'files' || opening.source.kind === 'folder')
  return isUnderWay(run.state) || stepsAtStake(run) > 0 || importing
}

/** Asks the browser not to evict the kept sets when the disk fills up. Only a page can ask, not a Worker; a refusal changes nothing else. */
async function askToPersist(): Promise<void> {
  if (!(await navigator.storage.persisted())) await navigator.storage.persist()
}

/** `replaceState` adds no history entry and fires no `hashchange`. */
function writeAddress(state: State) {
  const hash = toHash(linkOf(state))
  if (hash !== location.hash) history.replaceState(null, '', hash)
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
