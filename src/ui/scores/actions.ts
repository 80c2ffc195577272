// Actions: scoring the run, and returning to its best step.
import type { RefObject } from 'react'
import type { OwnNetwork } from '../../protocol.ts'
import type { Action } from '../app/action.ts'
import { networkBlocker, REASONS } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import { countOf, formatCount } from '../shared/format.ts'
import { SHIPPED_NETWORK } from './scores-slice.ts'

export interface ScoreActions {
  /** Scores the current EMA generator. */
  scoreNow(): void
  cancelScore(): void
  /** Returns to the step with the lowest KID; everything after it is dropped. */
  returnToBest(): void
  /** Uses another feature network for scores; null is the included one. */
  chooseNetwork(own: OwnNetwork | null): void
}

export function createScoreActions({ client, store }: Dependencies): ScoreActions {
  return {
    scoreNow() {
      const { run, scores } = store.getState()
      if (scores.underWay) return
      store.setState({ scores: { ...scores, underWay: { phase: 'real', share: 0, left: null, waits: null }, problem: null } })
      client.send({ type: 'score', run: run.number })
    },
    cancelScore() {
      client.send({ type: 'cancel-score', run: store.getState().run.number })
    },
    returnToBest() {
      client.send({ type: 'return-to-best', run: store.getState().run.number })
    },
    chooseNetwork(own) {
      client.send({ type: 'use-network', own })
    },
  }
}

const scoreNow: Action<ScoreActions> = {
  label: 'Score now',
  blocked: (state) => (state.scores.underWay ? REASONS.scoring : networkBlocker(state)),
  run: (actions) => actions.scoreNow(),
}

const cancel: Action<ScoreActions> = { label: 'Cancel', run: (actions) => actions.cancelScore() }

const returnToBest: Action<ScoreActions> = {
  label: 'Return to it',
  blocked(state) {
    const { best, underWay } = state.scores
    const blocker = networkBlocker(state)
    if (blocker !== null) return blocker
    if (underWay) return REASONS.scoring
    return state.run.report?.step === best ? REASONS.atBestStep : null
  },
  question({ scores: { best, reports }, run }) {
    if (best === null) return null
    const steps = countOf(Math.max(0, (run.report?.step ?? 0) - best), 'step')
    const later = reports.filter((report) => report.step > best).length
    const dropped = `${steps} of training${later > 0 ? ` and ${countOf(later, 'score')}` : ''}`
    const text = `The networks are restored to that step. Everything after it is dropped: ${dropped}. The images and the settings stay.`
    return { title: `Return to step ${formatCount(best)}?`, text, keep: 'Stay here', go: 'Return' }
  },
  run: (actions) => actions.returnToBest(),
}

/** The files of the person's own feature network. */
const chooseNetworkFiles: Action<unknown, RefObject<HTMLInputElement | null>> = {
  label: 'Choose its files',
  run: (_, input) => input.current?.click(),
}

/** Null is the included network. */
const chooseNetwork: Action<ScoreActions, OwnNetwork | null> = {
  label: (_, own) => (own ? own.name : `Back to ${SHIPPED_NETWORK}`),
  question({ scores: { reports, network } }) {
    if (reports.length === 0) return null
    const gone = `${countOf(reports.length, 'score')} of this run will be dropped, and with ${reports.length === 1 ? 'it' : 'them'}`
    const text = `${gone} the best step to return to: numbers of different networks are not comparable.`
    return { title: 'Score in the features of another network?', text, keep: `Stay with ${network}`, go: 'Change it' }
  },
  run: (actions, own) => actions.chooseNetwork(own),
}

export const scoreActions = { scoreNow, cancel, returnToBest, chooseNetworkFiles, chooseNetwork }
