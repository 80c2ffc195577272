// Actions on samples: the seeds on the wall, and the enlarged sample.
import type { SheetScale } from '../../spec/picture-sheet.ts'
import type { Action } from '../app/action.ts'
import { REASONS, seedsBlocker } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import type { State } from '../app/store.ts'
import { endActions, type LatentActions } from '../latent/actions.ts'
import { BackIcon, ForwardIcon } from '../shared/icons.tsx'
import { classNames, drawnClasses } from '../train/class-names.ts'
import { describeSample } from './describe-samples.ts'
import { wantedFile } from './timeline-slice.ts'
import { shownGrid } from './timeline-view.ts'
import { cellOf, cellsOf, pageOf, type SampleId, seedsOnPage, stillDrawn, turnedRows, viewOfGrid, type WallView } from './wall-view.ts'

export interface SampleActions {
  /** Shows the next page of the wall, or the previous one (-1). */
  turnPage(by: 1 | -1): void
  /** Shows the next classes of a wall by class, or those before (-1). */
  turnClasses(by: 1 | -1): void
  /** Lays the wall out in another way. */
  showView(view: WallView): void
  /** Enlarges a sample; null closes it. */
  enlarge(sample: SampleId | null): void
}

export interface SampleReactions {
  /** The classes of the run were found, perhaps anew: a wall by class then has other rows. @param before the state before the event */
  classesFound(before: State): void
}

export function createSampleActions({ client, store }: Pick<Dependencies, 'client' | 'store'>): SampleActions & SampleReactions {
  function show(first: number, view = store.getState().samples.view) {
    if (seedsBlocker(store.getState()) === null) request(first, view)
  }

  function request(first: number, view: WallView) {
    store.setState(({ samples }) => ({ samples: { ...samples, first, view } }))
    const { run } = store.getState()
    client.send({ type: 'show-samples', run: run.number, ...cellsOf(view, first, drawnClasses(store.getState())) })
  }

  return {
    turnPage(by) {
      const { first, view } = store.getState().samples
      show(first + by * seedsOnPage(view))
    },
    turnClasses(by) {
      const from = rowsBeside(store.getState(), by)
      if (from !== null) show(store.getState().samples.first, { kind: 'rows', from })
    },
    showView: (view) => show(pageOf(store.getState().samples.first, view), view),
    classesFound(before) {
      const state = store.getState()
      const drawn = drawnClasses(state)
      if (state.samples.view.kind === 'mixed' || String(drawn) === String(drawnClasses(before))) return
      const view = stillDrawn(state.samples.view, drawn)
      request(pageOf(state.samples.first, view), view)
    },
    enlarge(sample) {
      const enlarged = sample && isMixed(store.getState()) ? { ...sample, class: null } : sample // the samples beside it have other classes
      store.setState(({ samples }) => ({ samples: { ...samples, enlarged } }))
      const { first, view } = store.getState().samples
      if (sample !== null && pageOf(sample.seed, view) !== first) show(pageOf(sample.seed, view))
    },
  }
}

/** Of the live wall the layout that was asked for counts, also before it is drawn. */
function isMixed(state: State): boolean {
  const grid = wantedFile(state.timeline) === null ? null : shownGrid(state)
  return (grid ? viewOfGrid(grid) : state.samples.view).kind === 'mixed'
}

const earlierSeeds: Action<SampleActions> = {
  label: 'Earlier seeds',
  icon: BackIcon,
  blocked: (state) => (state.samples.first === 1 ? REASONS.firstSeeds : seedsBlocker(state)),
  run: (actions) => actions.turnPage(-1),
}

const moreSeeds: Action<SampleActions> = { label: 'More seeds', blocked: seedsBlocker, run: (actions) => actions.turnPage(1) }

/** Of a wall by class; the target is the way to turn. */
const turnClasses: Action<SampleActions, 1 | -1> = {
  label: (_, by) => (by > 0 ? 'Next classes' : 'Classes before'),
  icon: { of: (_, by) => (by > 0 ? ForwardIcon : BackIcon) },
  blocked: (state, by) => seedsBlocker(state) ?? (rowsBeside(state, by) === null ? REASONS.noMoreClasses : null),
  run: (actions, by) => actions.turnClasses(by),
}

/** The first class of the rows before or after those on the wall; null where there are none. */
function rowsBeside(state: State, by: 1 | -1): number | null {
  const { view } = state.samples
  return view.kind === 'rows' ? turnedRows(view, by, drawnClasses(state)) : null
}

const enlarge: Action<SampleActions, SampleId> = {
  label: (state, sample) => `Sample, ${describeSample(sample, classNames(state))}`,
  run: (actions, sample) => actions.enlarge(sample),
}

/** Why this sample cannot be shown, or null. */
function sampleBlocker(state: State, sample: SampleId): string | null {
  if (sample.seed < 1) return REASONS.firstSeed
  const grid = shownGrid(state)
  return grid && cellOf(grid, sample) >= 0 ? null : seedsBlocker(state)
}

const beside = (sample: SampleId, by: 1 | -1): SampleId => ({ ...sample, seed: sample.seed + by })

/** The target is the enlarged sample. */
const previousSample: Action<SampleActions, SampleId> = {
  label: 'Previous seed',
  icon: BackIcon,
  shortcut: { scope: 'enlarged-sample', key: 'arrowleft', name: '←' },
  blocked: (state, sample) => sampleBlocker(state, beside(sample, -1)),
  run: (actions, sample) => actions.enlarge(beside(sample, -1)),
}

const nextSample: Action<SampleActions, SampleId> = {
  label: 'Next seed',
  icon: ForwardIcon,
  shortcut: { scope: 'enlarged-sample', key: 'arrowright', name: '→' },
  blocked: (state, sample) => sampleBlocker(state, beside(sample, 1)),
  run: (actions, sample) => actions.enlarge(beside(sample, 1)),
}

/** One scale of a menu that saves pictures. */
interface PicturesAtScale {
  readonly scale: SheetScale
  readonly save: (scale: SheetScale) => void
}

const savePictures: Action<unknown, PicturesAtScale> = { label: (_, { scale }) => scale.label, run: (_, { scale, save }) => save(scale) }

export const sampleActions = { earlierSeeds, moreSeeds, turnClasses, enlarge, previousSample, nextSample, savePictures }

/** Shortcuts on a sample of the wall; the target is the sample. */
export const SAMPLE_SHORTCUTS: readonly Action<SampleActions & LatentActions, SampleId>[] = Object.values(endActions)

/** Shortcuts in the dialog of the enlarged sample. */
export const ENLARGED_SHORTCUTS = [...SAMPLE_SHORTCUTS, previousSample, nextSample]
