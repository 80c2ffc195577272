// Actions: scoring the run, and returning to its best step.
import type { OwnNetwork } from '../../protocol.ts'
import type { SessionParts } from '../app/session.ts'

export interface ScoreActions {
  /** Scores the current EMA generator. */
  scoreNow(): void
  cancelScore(): void
  /** Returns to the step with the lowest KID; everything after it is dropped. */
  returnToBest(): void
  /** Uses another feature network for scores; null is the included one. */
  useNetwork(own: OwnNetwork | null): void
  /** The run returned to this step: drops later values from the charts. */
  noteReturn(step: number): void
}

export function makeScoreActions({ client, store, history }: SessionParts): ScoreActions {
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
    useNetwork(own) {
      client.send({ type: 'use-network', own })
    },
    noteReturn(step) {
      history.cutAfter(step)
    },
  }
}
