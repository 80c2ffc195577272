// Samples: which seeds stand on the wall, and the one that is looked at on its own.
import { drawBlocker } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import { pageOf, wallSeeds } from './samples-slice.ts'

export interface SampleActions {
  /** Draw the seeds from this one on, instead of those on the wall. */
  showSeeds(first: number): void
  /** Look at the sample of this seed on its own; null: no longer. */
  enlarge(seed: number | null): void
}

export function createSampleActions({ client, store }: Pick<Dependencies, 'client' | 'store'>): SampleActions {
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
