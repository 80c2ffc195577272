// Actions on samples: the seeds on the wall, and the enlarged sample.
import { drawBlocker } from '../app/blockers.ts'
import type { SessionParts } from '../app/session.ts'
import { pageOf, wallSeeds } from './samples-slice.ts'

export interface SampleActions {
  /** Shows the page of the wall that starts at this seed. */
  showSeeds(first: number): void
  /** Enlarges the sample of this seed; null closes it. */
  enlarge(seed: number | null): void
}

export function makeSampleActions({ client, store }: Pick<SessionParts, 'client' | 'store'>): SampleActions {
  function showSeeds(first: number) {
    if (drawBlocker(store.getState()) !== null) return
    store.setState(({ samples }) => ({ samples: { ...samples, first } }))
    const { run, samples } = store.getState()
    client.send({ type: 'show-samples', run: run.number, seeds: wallSeeds(samples) })
  }

  return {
    showSeeds,
    enlarge(seed) {
      store.setState(({ samples }) => ({ samples: { ...samples, enlarged: seed } }))
      const { first } = store.getState().samples
      if (seed !== null && pageOf(seed) !== first) showSeeds(pageOf(seed))
    },
  }
}
