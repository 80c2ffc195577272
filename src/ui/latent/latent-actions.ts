// Actions of the interpolation from sample A to sample B: choosing the ends, and requesting the pictures between them.
import type { InterpolationMethod } from '../../spec/report.ts'
import type { SessionParts } from '../app/session.ts'
import { type LatentEnd, type SamplesSlice, STRIP_LENGTH, setEnd, swapEnds } from '../samples/samples-slice.ts'
import { makeLatestWins } from '../shared/latest-wins.ts'
import { runExists } from '../train/run-slice.ts'

export interface LatentActions {
  setEnd(end: LatentEnd, seed: number): void
  /** The next clicked sample becomes this end; null: a click enlarges it. */
  pickNext(end: LatentEnd | null): void
  swap(): void
  setMethod(method: InterpolationMethod): void
  setPosition(position: number): void
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

export function makeLatentActions({ client, store }: Pick<SessionParts, 'client' | 'store'>): LatentActions {
  const requests = makeLatestWins<InterpolationRequest>((request, { a, b, method, position }) =>
    client.send({ type: 'interpolate', request, a, b, method, at: [...STRIP, position] }),
  )

  function refresh() {
    const { run, samples } = store.getState()
    const { a, b, method, position, grid } = samples
    if (a !== null && b !== null && grid !== null && runExists(run.state)) requests.request({ a, b, method, position })
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
