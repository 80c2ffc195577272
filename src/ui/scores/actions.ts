// Scoring the run and going back to its best step.
import type { OwnNetwork } from '../../protocol.ts'
import type { Dependencies } from '../app/dependencies.ts'

export interface ScoreActions {
  /** Score the averaged generator as it is now. */
  scoreNow(): void
  cancelScore(): void
  /** Go back to the step with the lowest kernel distance; what came after it is dropped. */
  returnToBest(): void
  /** Score in the features of another network from now on; null is the one that ships with the page. */
  useNetwork(own: OwnNetwork | null): void
  /** The run is back at this step: what the charts show of later ones goes. */
  noteReturn(step: number): void
}

export function createScoreActions({ client, store, history }: Dependencies): ScoreActions {
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
