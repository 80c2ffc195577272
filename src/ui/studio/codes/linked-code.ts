// A link to a picture: shows its run where that is in this browser, then the picture in the studio; else says why not. Loaded with the first such link.
import type { ViewSource } from '../../../protocol.ts'
import { type PictureCode, runCode } from '../../../spec/picture-code.ts'
import { readPictureCode } from '../../../spec/read-picture-code.ts'
import type { Actions } from '../../app/actions.ts'
import { addNotice } from '../../app/notices-slice.ts'
import type { State, Store } from '../../app/store.ts'
import { runExists } from '../../train/run-slice.ts'
import type { StudioTarget } from '../state/studio-state.ts'
import { findStudioCode } from './find-studio-code.ts'

/** What is to be done for a code now. */
export type WayToCode =
  | { readonly do: 'wait' }
  | { readonly do: 'view'; readonly source: ViewSource }
  | { readonly do: 'show'; readonly target: StudioTarget }
  | { readonly do: 'refuse'; readonly sentence: string }

const WAIT: WayToCode = { do: 'wait' }
const EXAMPLE = runCode('example')

export function wayToCode(state: State, text: string): WayToCode {
  const read = readPictureCode(text)
  if ('problem' in read) return { do: 'refuse', sentence: read.problem }
  const { code } = read
  const { run, samples, runs } = state
  const { shown } = run
  if (samples.grid !== null && runCode(run.id) === code.run) return onPage(state, text, code)
  if (!runs.listed) return WAIT
  const kept = runs.stored.runs.find(({ id }) => runCode(id) === code.run)
  if (runExists(run.state) && (kept || code.run === EXAMPLE)) return { do: 'refuse', sentence: describeBusy(kept?.name ?? 'the example') }
  if (kept) return shown?.kind === 'stored' && shown.id === kept.id ? WAIT : { do: 'view', source: { kind: 'stored', id: kept.id } }
  if (code.run === EXAMPLE) return shown?.kind === 'example' ? WAIT : { do: 'view', source: { kind: 'example' } }
  return { do: 'refuse', sentence: `It is of the run ${code.run}, which is not in this browser. A project file of the run brings it here.` }
}

function onPage(state: State, text: string, { step }: PictureCode): WayToCode {
  const { run, samples, timeline } = state
  if (run.state === 'viewing' && step !== samples.grid?.step && timeline.snapshots.length === 0) return WAIT // they are not listed yet
  const found = findStudioCode(state, text, null)
  return 'target' in found ? { do: 'show', target: found.target } : { do: 'refuse', sentence: found.sentence }
}

function describeBusy(name: string): string {
  return `It is of “${name}”, and another run is on this page: open the link in another tab.`
}

let endLast = () => {}

/** Goes as far as it can now, and on whenever something has changed, until another link is followed. */
export function followCode(store: Store, actions: Pick<Actions, 'showInStudio' | 'showSource'>, text: string): void {
  endLast()
  const unsubscribe = store.subscribe(go)
  endLast = unsubscribe
  go(store.getState())

  function go(state: State) {
    const way = wayToCode(state, text)
    if (way.do === 'wait') return
    if (way.do === 'view') return actions.showSource(way.source)
    unsubscribe()
    if (way.do === 'refuse') return warn(store, way.sentence)
    actions.showInStudio(way.target)
  }
}

function warn(store: Store, sentence: string) {
  const notice = { id: 'linked-code', kind: 'warning', title: 'The picture of the link cannot be shown.', lines: [sentence] } as const
  store.setState(({ notices }) => ({ notices: addNotice(notices, notice) }))
}
