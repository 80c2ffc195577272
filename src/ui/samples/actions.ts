// Actions on samples: the seeds on the wall, and the enlarged sample.
import type { SheetScale } from '../../spec/picture-sheet.ts'
import { WALL_LENGTH } from '../../spec/report.ts'
import type { Action } from '../app/action.ts'
import { REASONS, seedsBlocker } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import type { State } from '../app/store.ts'
import { endActions, type LatentActions } from '../latent/actions.ts'
import { BackIcon, ForwardIcon } from '../shared/icons.tsx'
import { pageOf, wallSeeds } from './samples-slice.ts'
import { shownGrid } from './timeline-view.ts'

export interface SampleActions {
  /** Shows the next page of the wall, or the previous one (-1). */
  turnPage(by: 1 | -1): void
  /** Enlarges the sample of this seed; null closes it. */
  enlarge(seed: number | null): void
}

export function createSampleActions({ client, store }: Pick<Dependencies, 'client' | 'store'>): SampleActions {
  function showSeeds(first: number) {
    if (seedsBlocker(store.getState()) !== null) return
    store.setState(({ samples }) => ({ samples: { ...samples, first } }))
    const { run, samples } = store.getState()
    client.send({ type: 'show-samples', run: run.number, seeds: wallSeeds(samples) })
  }

  return {
    turnPage: (by) => showSeeds(store.getState().samples.first + by * WALL_LENGTH),
    enlarge(seed) {
      store.setState(({ samples }) => ({ samples: { ...samples, enlarged: seed } }))
      const { first } = store.getState().samples
      if (seed !== null && pageOf(seed) !== first) showSeeds(pageOf(seed))
    },
  }
}

const earlierSeeds: Action<SampleActions> = {
  label: 'Earlier seeds',
  icon: BackIcon,
  blocked: (state) => (state.samples.first === 1 ? REASONS.firstSeeds : seedsBlocker(state)),
  run: (actions) => actions.turnPage(-1),
}

const moreSeeds: Action<SampleActions> = { label: 'More seeds', blocked: seedsBlocker, run: (actions) => actions.turnPage(1) }

const enlarge: Action<SampleActions, number> = { label: (_, seed) => `Sample, seed ${seed}`, run: (actions, seed) => actions.enlarge(seed) }

/** Why this seed cannot be shown, or null. */
function sampleBlocker(state: State, seed: number): string | null {
  if (seed < 1) return REASONS.firstSeed
  return shownGrid(state)?.seeds.includes(seed) ? null : seedsBlocker(state)
}

/** The target is the seed of the enlarged sample. */
const previousSample: Action<SampleActions, number> = {
  label: 'Previous seed',
  icon: BackIcon,
  shortcut: { scope: 'enlarged-sample', key: 'arrowleft', name: '←' },
  blocked: (state, seed) => sampleBlocker(state, seed - 1),
  run: (actions, seed) => actions.enlarge(seed - 1),
}

const nextSample: Action<SampleActions, number> = {
  label: 'Next seed',
  icon: ForwardIcon,
  shortcut: { scope: 'enlarged-sample', key: 'arrowright', name: '→' },
  blocked: (state, seed) => sampleBlocker(state, seed + 1),
  run: (actions, seed) => actions.enlarge(seed + 1),
}

/** One scale of a menu that saves pictures. */
interface PicturesAtScale {
  readonly scale: SheetScale
  readonly save: (scale: SheetScale) => void
}

const savePictures: Action<unknown, PicturesAtScale> = { label: (_, { scale }) => scale.label, run: (_, { scale, save }) => save(scale) }

export const sampleActions = { earlierSeeds, moreSeeds, enlarge, previousSample, nextSample, savePictures }

/** Shortcuts on a sample of the wall; the target is its seed. */
export const SAMPLE_SHORTCUTS: readonly Action<SampleActions & LatentActions, number>[] = Object.values(endActions)

/** Shortcuts in the dialog of the enlarged sample. */
export const ENLARGED_SHORTCUTS = [...SAMPLE_SHORTCUTS, previousSample, nextSample]
