// The reducer of the events about keeping the current run: its state, its saves, and what is logged in its history.
import type { RunState } from '../../spec/report.ts'
import type { RunEvent, SaveReport } from '../../spec/runs.ts'
import { addNotice } from '../app/notices-slice.ts'
import type { State } from '../app/store.ts'
import { forgetAfter } from '../features/analyses-slice.ts'
import { dropAfter } from '../scores/scores-slice.ts'
import { describeRollback } from './describe-keep.ts'
import { initialKeep } from './keep-slice.ts'
import { isUnderWay, type RunSlice } from './run-slice.ts'

/** A run that is only shown stays that, whatever it does in another tab. */
export function withState({ run, keep }: State, state: RunState): RunSlice {
  return { ...run, state: keep.watching || run.shown ? 'viewing' : state, pausing: run.pausing && isUnderWay(state), preparation: null }
}

/** A run that cannot be kept is saved in memory only. The list of runs follows, so that it is right without being read again. */
export function applySave(state: State, { step, at }: SaveReport): State {
  const { run, keep, runs } = state
  const list = runs.stored.runs.map((one) => (one.id === keep.id ? { ...one, step, savedAt: at, resumable: true } : one))
  const saved = run.state === 'viewing' ? null : { step, at }
  const recoveries = step > keep.recoveries.step ? initialKeep.recoveries : keep.recoveries
  return {
    ...state,
    keep: { ...keep, saved, problem: keep.id === null ? keep.problem : null, recoveries },
    runs: { ...runs, stored: { ...runs.stored, runs: list } },
  }
}

/** Besides its mark on the charts, which follow-up.ts makes. */
export function applyLogged(state: State, event: RunEvent): State {
  switch (event.event) {
    case 'device':
      return { ...state, run: { ...state.run, loggedDevice: event.device } }
    case 'recovered': {
      const { scores, analyses, notices } = state
      const dropped = { ...state, scores: dropAfter(scores, event.step), analyses: forgetAfter(analyses, event.step) }
      return event.reason === 'not-finite' ? { ...dropped, notices: addNotice(notices, describeRollback(event.from, event.step)) } : dropped
    }
    default:
      return state
  }
}
