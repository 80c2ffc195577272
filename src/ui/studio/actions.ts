// Actions that open the studio: as it was left, or with the ends of “From A to B” at the upper corners of its pad. Its own code is loaded with it.
import type { SeedPoint } from '../../spec/picture-code.ts'
import { messageOf } from '../../spec/words.ts'
import type { Action } from '../app/action.ts'
import { REASONS } from '../app/blockers.ts'
import type { State, Store } from '../app/store.ts'
import { takeAwayBlocker } from '../export/actions.ts'
import { isHidden } from '../lesson/lesson-slice.ts'
import { pointOfSample } from '../samples/picture-codes.ts'
import { StudioIcon } from '../shared/icons.tsx'
import { isExample } from '../train/run-slice.ts'
import type { StudioTarget } from './state/studio-state.ts'

export interface StudioActions {
  openStudio(): void
  /** With these at the upper corners of the pad. */
  padBetween(left: SeedPoint, right: SeedPoint): void
  /** With this very point as its picture. */
  showInStudio(target: StudioTarget): void
}

export function createStudioActions(store: Store): StudioActions {
  const openStudio = () => store.setState({ dialog: 'studio' })
  return {
    openStudio,
    padBetween(left, right) {
      import('./codes/open-in-studio.ts').then(
        ({ carryToPad }) => carryToPad(store, left, right),
        (error: unknown) => console.warn('the pad keeps its corners:', messageOf(error)), // the dialog says that it could not be loaded
      )
      openStudio()
    },
    showInStudio(target) {
      import('./codes/open-in-studio.ts').then(
        ({ carryPoint }) => carryPoint(store, target),
        (error: unknown) => console.warn('the studio shows what it did before:', messageOf(error)),
      )
      openStudio()
    },
  }
}

/** Why the studio has nothing to draw from, or is not there. The generator of the finished example is drawn from without the trainer. */
export function studioBlocker(state: Pick<State, 'run' | 'keep' | 'lesson'>): string | null {
  if (isHidden(state, 'studio')) return REASONS.notInLesson
  return isExample(state.run) ? null : takeAwayBlocker(state)
}

const open: Action<StudioActions> = {
  label: 'Studio',
  icon: StudioIcon,
  shortcut: { scope: 'page', key: 's', name: 'S', help: 'The studio: drag between pictures, explore what the generator has learned' },
  blocked: studioBlocker,
  run: (actions) => actions.openStudio(),
}

/** From the panel “From A to B”. */
const padBetween: Action<StudioActions, { readonly a: State['samples']['a']; readonly b: State['samples']['b'] }> = {
  label: 'A and B in the studio',
  icon: StudioIcon,
  blocked: (state, { a, b }) => (a === null || b === null ? REASONS.noEnds : studioBlocker(state)),
  run(actions, { a, b }) {
    if (a !== null && b !== null) actions.padBetween(pointOfSample(a), pointOfSample(b))
  },
}

export const studioActions = { open, padBetween }
