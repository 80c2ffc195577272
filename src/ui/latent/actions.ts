// Actions of the interpolation from sample A to sample B, and from one class of a sample to another: choosing the ends, and requesting the pictures
// between them.
import type { InterpolationMethod, SampleGrid } from '../../spec/report.ts'
import type { Action } from '../app/action.ts'
import { drawBlocker, REASONS } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import type { State } from '../app/store.ts'
import { describeNewEnds } from '../samples/describe-samples.ts'
import {
  type ClassMorph,
  type LatentEnd,
  type PickTarget,
  type SamplesSlice,
  STRIP_LENGTH,
  setEnd,
  swapEnds,
} from '../samples/samples-slice.ts'
import { shownGrid } from '../samples/timeline-view.ts'
import { cellOf, isSameSample, type SampleId, sampleAt } from '../samples/wall-view.ts'
import { CheckIcon, SwapIcon } from '../shared/icons.tsx'
import { makeLatestWins } from '../shared/latest-wins.ts'
import { classNames, drawnClasses } from '../train/class-names.ts'

export interface LatentActions {
  setEnd(end: LatentEnd, sample: SampleId): void
  /** The next clicked sample becomes this end, or the one whose class is changed; null: a click enlarges it. */
  pickNext(target: PickTarget | null): void
  swap(): void
  swapClasses(): void
  /** What the strip goes between. */
  setBetween(between: SamplesSlice['between']): void
  /** Chooses the sample whose class is changed, or the classes, and shows it. */
  setMorph(changes: Partial<ClassMorph>): void
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
  readonly classes?: readonly [a: number, b: number]
  readonly method: InterpolationMethod
  readonly position: number
}

/** A sample with the class it has on the wall, where it follows from its seed: later it may be another one. */
function withClass(sample: SampleId, grid: SampleGrid | null): SampleId {
  const cell = grid ? cellOf(grid, sample) : -1
  return grid && cell >= 0 ? sampleAt(grid, cell) : sample
}

/** What is to be drawn now; null where the ends are not chosen. */
function wantedOf(state: State): InterpolationRequest | null {
  const { a, b, method, position } = state.samples
  const { seed, from, to } = morphOf(state)
  if (isMorph(state)) return { a: seed, b: seed, classes: [from, to], method, position }
  if (a === null || b === null) return null
  const classes = a.class !== null && b.class !== null ? ([a.class, b.class] as const) : null
  return { a: a.seed, b: b.seed, ...(classes && { classes }), method, position }
}

/** The chosen sample and classes; in the place of a class of which nothing is drawn another one. */
export function morphOf(state: Pick<State, 'samples' | 'classes'>): ClassMorph {
  const { seed, from, to } = state.samples.morph
  const drawn = drawnClasses(state)
  const first = drawn.includes(from) ? from : (drawn[0] ?? from)
  return { seed, from: first, to: drawn.includes(to) && to !== first ? to : (drawn.find((each) => each !== first) ?? to) }
}

/** Whether the strip goes from one class to another: in a run with several classes, where that was chosen. */
export function isMorph(state: Pick<State, 'samples' | 'classes'>): boolean {
  return state.samples.between === 'classes' && drawnClasses(state).length > 1
}

export function createLatentActions({ client, store }: Pick<Dependencies, 'client' | 'store'>): LatentActions & LatentReactions {
  const requests = makeLatestWins<InterpolationRequest>((request, { position, ...wanted }) =>
    client.send({ type: 'interpolate', request, ...wanted, at: [...STRIP, position] }),
  )

  function refresh() {
    const state = store.getState()
    const wanted = wantedOf(state)
    if (wanted !== null && state.samples.grid !== null && drawBlocker(state) === null) requests.request(wanted)
  }

  function change(update: (samples: SamplesSlice) => SamplesSlice) {
    store.setState(({ samples }) => ({ samples: update(samples) }))
    refresh()
  }

  return {
    setEnd: (end, sample) => change((samples) => setEnd(samples, end, withClass(sample, shownGrid(store.getState())))),
    pickNext: (next) => store.setState(({ samples }) => ({ samples: { ...samples, next } })),
    swap: () => change(swapEnds),
    setBetween: (between) => change((samples) => ({ ...samples, between, next: null, interpolation: null })),
    swapClasses: () =>
      change((samples) => {
        const { seed, from, to } = morphOf(store.getState())
        return { ...samples, morph: { seed, from: to, to: from }, position: 1 - samples.position }
      }),
    setMorph: (changes) =>
      change((samples) => {
        const { next } = samples
        const morph = morphOf(store.getState())
        // A class that is chosen at both ends takes the place of the other.
        const traded = { ...(changes.from === morph.to && { to: morph.from }), ...(changes.to === morph.from && { from: morph.to }) }
        return { ...samples, between: 'classes', next: next === 'morph' ? null : next, morph: { ...morph, ...traded, ...changes } }
      }),
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
  announce: announceEnds,
}

function announceEnds(before: State, after: State): string | null {
  return describeNewEnds(before.samples, after.samples, classNames(after))
}

const swapClasses: Action<LatentActions> = { label: 'Swap the classes', icon: SwapIcon, run: (actions) => actions.swapClasses() }

/** The sample clicked next becomes this end; pressed again, a click enlarges it as ever. */
const pickNext: Action<LatentActions, { readonly end: PickTarget; readonly picking: boolean }> = {
  label: (_, { end }) => (end === 'morph' ? 'Choose another sample' : end.toUpperCase()),
  blocked: ({ samples }) => (samples.grid === null ? REASONS.noSamples : null),
  pressed: (_, { picking }) => picking,
  run: (actions, { end, picking }) => actions.pickNext(picking ? null : end),
}

function endAction(end: LatentEnd): Action<LatentActions, SampleId> {
  const name = end.toUpperCase()
  const is = ({ samples }: State, sample: SampleId) => isSameSample(samples[end], sample)
  return {
    label: (state, sample) => (is(state, sample) ? `This is ${name}` : `Make ${name}`),
    icon: { of: (state, sample) => (is(state, sample) ? CheckIcon : null) },
    shortcut: { scope: 'sample', key: end, name, help: 'On a sample: choose it for “From A to B”' },
    pressed: is,
    run: (actions, sample) => actions.setEnd(end, sample),
    announce: announceEnds,
  }
}

/** One for each end, by its name. */
export const endActions: Readonly<Record<LatentEnd, Action<LatentActions, SampleId>>> = { a: endAction('a'), b: endAction('b') }

const morphClass: Action<LatentActions, SampleId> = {
  label: 'Change its class',
  run: (actions, { seed, class: from }) => actions.setMorph({ seed, ...(from !== null && { from }) }),
  announce: (_, { samples: { morph } }) => `Seed ${morph.seed} is the sample whose class changes.`,
}

/** What a click on a sample does while one is being chosen. */
export const pickActions: Readonly<Record<PickTarget, Action<LatentActions, SampleId>>> = { ...endActions, morph: morphClass }

export const latentActions = { swap, swapClasses, morphClass, pickNext, makeA: endActions.a, makeB: endActions.b }
