// What a newcomer sees at once: the finished run that comes with the page. Where a kept run is offered to be continued, that comes first on the
// page and the example stands behind it, since a wall of pictures says more than an empty one.
import type { LatentEnd } from '../samples/samples-slice.ts'
import type { NextRun } from '../train/next-run.ts'
import type { Dependencies } from './dependencies.ts'
import type { State } from './store.ts'

export interface ArrivalActions {
  /** Shows the finished example; the first run of the person's own replaces it. */
  showExample(): void
}

export interface ArrivalReactions {
  /** The pictures of a run that is only shown are there: chooses A and B of the example, so that there is something to slide at once. */
  viewingBegan(): void
}

/** Seeds of two samples of the example: trousers and a pullover. */
const EXAMPLE_ENDS: Readonly<Record<LatentEnd, number>> = { a: 7, b: 28 }

export function createArrivalActions(
  { client, store }: Pick<Dependencies, 'client' | 'store'>,
  nextRun: NextRun,
  setEnd: (end: LatentEnd, seed: number) => void,
): ArrivalActions & ArrivalReactions {
  return {
    showExample() {
      const { offering } = store.getState().keep
      const run = nextRun({ state: 'viewing', example: true })
      store.setState(({ keep }) => ({ keep: { ...keep, offering } }))
      client.send({ type: 'view', run, source: { kind: 'example' } })
    },
    viewingBegan() {
      const { run, samples } = store.getState()
      if (!run.example || samples.a !== null || samples.b !== null) return
      setEnd('a', EXAMPLE_ENDS.a)
      setEnd('b', EXAMPLE_ENDS.b)
    },
  }
}

/** The finished example was asked for and is not there yet. */
export function isExampleComing({ run, samples }: State): boolean {
  return run.example && samples.grid === null
}

/** There is none, or it could not be loaded: nothing of the person's own is lost, so the page only does without it. */
export function withoutExample(state: State): State {
  return { ...state, run: { ...state.run, state: 'idle', example: false, report: null, config: null } }
}
