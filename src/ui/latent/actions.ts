// Actions of the interpolation from sample A to sample B: choosing the ends, and requesting the pictures between them.
import type { InterpolationMethod } from '../../spec/report.ts'
import type { Action } from '../app/action.ts'
import { drawBlocker, REASONS } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import type { State } from '../app/store.ts'
import { describeNewEnds } from '../samples/describe-samples.ts'
import { type LatentEnd, type SamplesSlice, STRIP_LENGTH, setEnd, swapEnds } from '../samples/samples-slice.ts'
import { CheckIcon, SwapIcon } from '../shared/icons.tsx'
import { makeLatestWins } from '../shared/latest-wins.ts'

export interface LatentActions {
  setEnd(end: LatentEnd, seed: number): void
  /** The next clicked sample becomes this end; null: a click enlarges it. */
  pickNext(end: LatentEnd | null): void
  swap(): void
  setMethod(method: InterpolationMethod): void
  setPosition(position: number): void
}

/** What is done when pictures arrive, or the run that was to draw them is gone. */
export interface LatentReactions {
  /** Requests the pictures again from the current networks. */
  refresh(): void
  answered(request: number): void
  forgetRequests(): void
}

const STRIP = Array.from({ length: STRIP_LENGTH }, (_, i) => i / (STRIP_LENGTH - 1))

interface InterpolationRequest {
  readonly a: number
  readonly b: number
  readonly method: InterpolationMethod
  readonly position: number
}

export function createLatentActions({ client, store }: Pick<Dependencies, 'client' | 'store'>): LatentActions & LatentReactions {
  const requests = makeLatestWins<InterpolationRequest>((request, { a, b, method, position }) =>
    client.send({ type: 'interpolate', request, a, b, method, at: [...STRIP, position] }),
  )

  function refresh() {
    const state = store.getState()
    const { a, b, method, position, grid } = state.samples
    if (a !== null && b !== null && grid !== null && drawBlocker(state) === null) requests.request({ a, b, method, position })
  }

  function change(update: (samples: SamplesSlice) => SamplesSlice) {
    store.setState(({ samples }) => ({ samples: update(samples) }))
    refresh()
  }

  return {
    setEnd: (end, seed) => change((samples) => setEnd(samples, end, seed)),
    pickNext: (next) => store.setState(({ samples }) => ({ samples: { ...samples, next } })),
    swap: () => change(swapEnds),
    setMethod: (method) => change((samples) => ({ ...samples, method })),
    setPosition: (position) => change((samples) => ({ ...samples, position })),
    refresh,
    answered: (request) => requests.answered(request),
    forgetRequests: () => requests.clear(),
  }
}

const swap: Action<LatentActions> = {
  label: 'Swap A and B',
  icon: SwapIcon,
  blocked: ({ samples: { a, b } }) => (a !== null && b !== null ? null : REASONS.noEnds),
  run: (actions) => actions.swap(),
  announce: (before, after) => describeNewEnds(before.samples, after.samples),
}

/** The sample clicked next becomes this end; pressed again, a click enlarges it as ever. */
const pickNext: Action<LatentActions, { readonly end: LatentEnd; readonly picking: boolean }> = {
  label: (_, { end }) => end.toUpperCase(),
  blocked: ({ samples }) => (samples.grid === null ? REASONS.noSamples : null),
  pressed: (_, { picking }) => picking,
  run: (actions, { end, picking }) => actions.pickNext(picking ? null : end),
}

/** The target is the seed of a sample. */
function endAction(end: LatentEnd): Action<LatentActions, number> {
  const name = end.toUpperCase()
  const is = ({ samples }: State, seed: number) => samples[end] === seed
  return {
    label: (state, seed) => (is(state, seed) ? `This is ${name}` : `Make ${name}`),
    icon: { of: (state, seed) => (is(state, seed) ? CheckIcon : null) },
    shortcut: { scope: 'sample', key: end, name, help: 'On a sample: choose it for “From A to B”' },
    pressed: is,
    run: (actions, seed) => actions.setEnd(end, seed),
    announce: (before, after) => describeNewEnds(before.samples, after.samples),
  }
}

/** One for each end, by its name. */
export const endActions: Readonly<Record<LatentEnd, Action<LatentActions, number>>> = { a: endAction('a'), b: endAction('b') }

export const latentActions = { swap, pickNext, makeA: endActions.a, makeB: endActions.b }
