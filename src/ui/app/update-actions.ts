// A new version of the page: a notice offers it, and it is used when the person says so. A run that is kept is saved first.
import { isUnderWay, runExists, stepsAtStake } from '../train/run-slice.ts'
import type { Action, Question } from './action.ts'
import type { Dependencies } from './dependencies.ts'
import { leavingLoses } from './leaving.ts'
import { addNotice, UPDATE_NOTICE } from './notices-slice.ts'
import type { State } from './store.ts'

export interface UpdateActions {
  /** Loads the page anew in its new version; a kept run is paused and saved before. */
  useUpdate(): void
}

export function createUpdateActions({ client, store, updates }: Dependencies): UpdateActions {
  updates?.onNew(() => store.setState(({ notices }) => ({ notices: addNotice(notices, NOTICE), announcement: { sentence: NOTICE.title } })))

  /** Of a run that has paused. Where it fails, the page says why, and goes on. */
  function saveThenUse(): void {
    const { run, keep: before } = store.getState()
    client.send({ type: 'save-now', run: run.number })
    const stop = store.subscribe(({ keep, run: now }) => {
      if (now.number !== run.number || isUnderWay(now.state)) return stop() // the person went on with something else
      if (keep === before) return
      if (keep.problem !== null) return stop()
      if (keep.saved === null || keep.saved.step < stepsAtStake(now)) return // a save from before
      stop()
      updates?.use()
    })
  }

  return {
    useUpdate() {
      const { run } = store.getState()
      if (!isKept(store.getState())) return updates?.use()
      if (!isUnderWay(run.state)) return saveThenUse()
      client.send({ type: 'pause' })
      const stop = store.subscribe(({ run: now }) => {
        if (now.number === run.number && isUnderWay(now.state)) return
        stop()
        if (now.number === run.number && runExists(now.state)) saveThenUse()
      })
    },
  }
}

const isKept = ({ keep, run }: State) => keep.id !== null && run.report !== null && runExists(run.state)

const NOTICE = {
  id: UPDATE_NOTICE,
  kind: 'info',
  title: 'A new version of this page is there.',
  lines: ['It will be used once all tabs with this page are closed, or at once if you like.'],
} as const

function question(state: State): Question | null {
  if (!leavingLoses(state)) return null
  const kept = isKept(state)
  const text = kept
    ? 'The run is paused and saved first. The new page offers to continue it at the same step.'
    : 'What is under way here is not kept in this browser: it would be lost.'
  return { title: 'Load the page anew?', text, keep: 'Not now', go: 'Use the new version' }
}

const useUpdate: Action<UpdateActions> = {
  label: 'Use it',
  labelEnd: () => ' now: the new version',
  question,
  run: (actions) => actions.useUpdate(),
}

export const updateActions = { useUpdate }
