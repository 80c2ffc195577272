// Actions on the codes of pictures: copying one, and going to the picture of one.
import type { LatentPoint, SeedPoint } from '../../spec/picture-code.ts'
import { toCodeHash } from '../../spec/url.ts'
import type { Action } from '../app/action.ts'
import { REASONS } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import type { PageActions } from '../app/page-actions.ts'
import type { LatentActions } from '../latent/actions.ts'
import { CheckIcon, FilesIcon, LinkIcon, LookIcon } from '../shared/icons.tsx'
import type { StudioActions } from '../studio/actions.ts'
import { drawnClasses } from '../train/class-names.ts'
import type { SaveActions } from '../train/save-actions.ts'
import type { SampleActions } from './actions.ts'
import type { CodeTarget } from './find-code.ts'
import type { TimelineActions } from './timeline-actions.ts'
import { shownGrid } from './timeline-view.ts'
import { cellOf, MIXED, type SampleId } from './wall-view.ts'

export interface CodeActions {
  /** Shows the picture of a code: enlarged, at the slider from A to B, or in the studio. */
  goTo(target: CodeTarget): void
}

type Others = Pick<SampleActions, 'enlarge' | 'showView'> &
  Pick<LatentActions, 'setEnd' | 'setBetween' | 'setMorph' | 'setMethod' | 'setPosition'> &
  Pick<TimelineActions, 'pin'> &
  Pick<StudioActions, 'showInStudio'>

export function createCodeActions({ store }: Pick<Dependencies, 'store'>, others: Others): CodeActions {
  function showSample(point: SeedPoint) {
    const sample = sampleOf(point)
    const state = store.getState()
    const grid = shownGrid(state)
    const isThere = grid !== null && cellOf(grid, sample) >= 0
    // On a mixed wall the seed may have another class.
    if (!isThere && sample.class !== null && drawnClasses(state).includes(sample.class))
      others.showView({ kind: 'one', class: sample.class })
    else if (!isThere) others.showView(MIXED)
    others.enlarge(sample)
  }

  function showWay({ towards, ...from }: SeedPoint & { readonly towards: NonNullable<LatentPoint['towards']> }) {
    const { at, method, ...to } = towards
    const hasClasses = drawnClasses(store.getState()).length > 1
    if (hasClasses && to.seed === from.seed && from.class !== undefined && to.class !== undefined) {
      others.setMorph({ seed: from.seed, from: from.class, to: to.class })
    } else {
      others.setBetween('samples')
      others.setEnd('a', sampleOf(from))
      others.setEnd('b', sampleOf(to))
      others.setMethod(method)
    }
    others.setPosition(at)
    store.setState({ announcement: { sentence: 'The picture of the code is at the slider between the two ends.' } })
  }

  return {
    goTo({ point, file, inStudio, mix }) {
      if (inStudio) return others.showInStudio({ point, snapshot: file, mix })
      others.pin(file)
      const { towards, ...sample } = point
      if (towards) showWay({ ...sample, towards })
      else if (file === null) showSample(sample)
      else store.setState(({ samples }) => ({ samples: { ...samples, enlarged: sampleOf(sample) } })) // in that class, or not at all
    },
  }
}

const sampleOf = ({ seed, class: index }: SeedPoint): SampleId => ({ seed, class: index ?? null })

/** The target is the code. */
const copy: Action<SaveActions, string> = {
  label({ saves: { copied } }, code) {
    if (copied?.what !== `code ${code}`) return 'Copy code'
    return copied.done ? 'Copied' : 'Select it to copy'
  },
  icon: { of: ({ saves: { copied } }, code) => (copied?.what === `code ${code}` && copied.done ? CheckIcon : FilesIcon) },
  run: (actions, code) => void actions.copy(`code ${code}`, code),
}

/** The target is the code. The link opens its picture in the studio, where the run is. */
const copyLink: Action<SaveActions, string> = {
  label({ saves: { copied } }, code) {
    if (copied?.what !== `link to ${code}`) return 'Copy link'
    return copied.done ? 'Copied' : 'The browser did not allow it'
  },
  icon: { of: ({ saves: { copied } }, code) => (copied?.what === `link to ${code}` && copied.done ? CheckIcon : LinkIcon) },
  run(actions, code) {
    const url = new URL(location.href)
    url.hash = toCodeHash(code)
    void actions.copy(`link to ${code}`, url.href)
  },
}

const ask: Action<PageActions> = {
  label: 'Go to a code',
  icon: LookIcon,
  blocked: ({ samples }) => (samples.grid === null ? REASONS.noSamples : null),
  run: (actions) => actions.showDialog('code'),
}

export const codeActions = { copy, copyLink, ask }
