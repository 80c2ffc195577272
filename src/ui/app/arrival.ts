// What the page shows by itself until there is a run: the kept run that it offers to continue, or, to a newcomer, the finished run that comes with
// it. A wall of pictures says more than an empty one.
import type { ViewSource } from '../../protocol.ts'
import { startsWithExample } from '../lesson/lesson-slice.ts'
import { runOf } from '../runs/runs-slice.ts'
import type { LatentEnd } from '../samples/samples-slice.ts'
import type { SampleId } from '../samples/wall-view.ts'
import { offeredRun } from '../train/keep-offer.ts'
import type { NextRun } from '../train/next-run.ts'
import { isExample, runExists } from '../train/run-slice.ts'
import type { Dependencies } from './dependencies.ts'
import type { State } from './store.ts'

export interface ArrivalActions {
  /** Shows something as soon as it is known what. @param withExample whether it may be the finished example @param openFirst comes after it: the trainer works on one thing at a time */
  arrive(withExample: boolean, openFirst: () => void): void
  /** Shows a run, where there is none: nothing of it is lost. */
  showSource(source: ViewSource): void
}

export interface ArrivalReactions {
  /** The kept runs are listed: shows the one that is offered (live, where another tab trains it), at first and when the one that was shown is gone. */
  runsListed(): void
  /** The pictures of a run that is only shown are there: chooses A and B of the example, so that there is something to slide at once. */
  viewingBegan(): void
}

/** Seeds of two samples of the example: trousers and a pullover. */
const EXAMPLE_ENDS: Readonly<Record<LatentEnd, number>> = { a: 7, b: 28 }

export function createArrivalActions(
  { client, store }: Pick<Dependencies, 'client' | 'store'>,
  nextRun: NextRun,
  setEnd: (end: LatentEnd, sample: SampleId) => void,
): ArrivalActions & ArrivalReactions {
  let mayShowExample = false
  let listed = false
  let openImages = () => {}

  function showSource(source: ViewSource) {
    const { offering } = store.getState().keep
    const run = nextRun({ state: 'viewing', shown: source })
    store.setState(({ keep }) => ({ keep: { ...keep, offering } }))
    client.send({ type: 'view', run, source })
  }

  function showOffered(state: State, isGone: boolean) {
    const offered = startsWithExample(state) ? null : offeredRun(state)
    if (offered) showSource({ kind: 'stored', id: offered.id })
    else if (isGone || (mayShowExample && state.run.shown === null)) showSource({ kind: 'example' })
  }

  /** Opens the images with which the page begins, unless others have been chosen. */
  function open() {
    if (store.getState().data.lastId === 0) openImages()
    openImages = () => {}
  }

  return {
    showSource,
    arrive(withExample, openFirst) {
      mayShowExample = withExample
      openImages = openFirst
      if (!startsWithExample(store.getState()) && store.getState().keep.last !== null) return // most likely there is a run to be shown
      if (withExample) showSource({ kind: 'example' })
      open()
    },
    runsListed() {
      const state = store.getState()
      const { shown } = state.run
      const isGone = shown?.kind === 'stored' && runOf(state.runs, shown.id) === null
      if (listed && !isGone) return
      listed = true
      if (!runExists(state.run.state) && state.keep.pending === null) showOffered(state, isGone)
      open()
    },
    viewingBegan() {
      const { run, samples } = store.getState()
      if (!isExample(run) || samples.a !== null || samples.b !== null) return
      setEnd('a', { seed: EXAMPLE_ENDS.a, class: null })
      setEnd('b', { seed: EXAMPLE_ENDS.b, class: null })
    },
  }
}

/** What is shown was asked for and is not there yet. */
export function isShownComing({ run, samples }: State): boolean {
  return run.shown !== null && samples.grid === null
}

/** Something is going to be shown: it was asked for, or it is not known yet which run it is. */
export function isArriving(state: State): boolean {
  const { keep, runs, run } = state
  return isShownComing(state) || (keep.last !== null && !runs.listed && run.number === 0)
}

/** There is none, or it could not be loaded: nothing of the person's own is lost, so the page only does without it. */
export function withoutShown(state: State): State {
  return { ...state, run: { ...state.run, state: 'idle', shown: null, report: null, config: null } }
}
