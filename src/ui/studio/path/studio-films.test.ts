// What the studio plays, as the film that “Take away” is asked for.
import { expect, test, vi } from 'vitest'
import { filmFrames } from '../../../spec/film-frames.ts'
import type { PathFilm } from '../../../spec/films.ts'
import { walkStop } from '../../../spec/seed-walk.ts'
import { open } from '../../app/test-support.ts'
import { initialFilm } from '../../export/film-choices.ts'
import { filmOf, withWanted } from '../../export/film-form.ts'
import { initialStudio, type StudioState, shownBlend } from '../state/studio-state.ts'
import { addKeys } from './path-edits.ts'
import { describePlace } from './path-words.ts'
import { loopFilm, morphFilm, pathFilm } from './studio-films.ts'

vi.stubGlobal('document', { baseURI: 'http://page/' })

const LOOP = initialStudio.loop
const NO_PATH: PathFilm = { kind: 'path', path: { keys: [], method: 'spline', closed: true } }
const studio = (changes: Partial<StudioState>): StudioState => ({ ...initialStudio, ...changes })
const path = addKeys(
  initialStudio.path,
  [3, 1, 4].map((seed) => ({ seed })),
)

test('a path takes the seconds of its ways, a circle its own, with what the studio changes of all pictures', () => {
  expect(pathFilm(studio({ path }))).toEqual({ kind: 'path', seconds: 6 })
  const directions = [
    { set: 'pc', index: 0, sigmas: 2, zone: null },
    { set: 'cf', index: 3, sigmas: 0, zone: null },
  ] as const
  const circle = { ...LOOP.circle, seed: 9, radius: 0.3, seconds: 4 }
  expect(loopFilm(studio({ loop: { ...LOOP, circle }, variety: 0.6, directions }))).toEqual({
    kind: 'noise-loop',
    point: { seed: 9 },
    radius: 0.3,
    seconds: 4,
    edits: { variety: 0.6, directions: [{ set: 'pc', index: 0, sigmas: 2 }] },
  })
})

test('a walk without an end gives the next eight stops from where it is, at its pace', () => {
  const film = loopFilm(studio({ loop: { ...LOOP, way: 'walk', walk: { seed: 5, seconds: 2, at: 12.7 } } }))
  expect(film).toEqual({ kind: 'walk', stops: [12, 13, 14, 15, 16, 17, 18, 19].map((stop) => walkStop(5, stop)), seconds: 16, edits: {} })
})

test('a morph goes from one class to the other and back, of the same latent, with what the studio changes of all pictures', () => {
  const morph = { seed: 7, from: 2, to: 0, at: 0.3 }
  expect(morphFilm(studio({ morph, variety: 0.5 }))).toEqual({
    kind: 'walk',
    stops: [
      { seed: 7, class: 2 },
      { seed: 7, class: 0 },
    ],
    seconds: 8,
    edits: { variety: 0.5 },
  })
})

test('half-way to the other class a film of a morph shows the very point that the studio shows there', () => {
  const shown = studio({ tool: 'morph', morph: { seed: 7, from: 2, to: 0, at: 0.5 } })
  const film = filmOf(withWanted(initialFilm, morphFilm(shown)), NO_PATH)
  if (film.kind !== 'walk') throw new Error('it is no walk')
  expect(shownBlend(shown)).toEqual({ blend: { kind: 'point', point: filmFrames(film, 12)[3]?.[0] } })
})

test('a film from the studio is of the snapshot that draws there, and “Take away” then leads back to the studio; opened on the page it does not', () => {
  const { actions, store } = open()
  actions.takeAwayFilm({ kind: 'path', seconds: 4 }, 'snapshot-00000300-1.safetensors')
  expect(store.getState()).toMatchObject({ dialog: 'take-away', files: { snapshot: 'snapshot-00000300-1.safetensors' } })
  actions.closeTakeAway()
  expect(store.getState().dialog).toBe('studio')
  actions.takeAway()
  actions.closeTakeAway()
  expect(store.getState().dialog).toBeNull()
})

test('a place on the path is said by its keys, also on the way back to the first', () => {
  const said = (at: number, closed = true) => describePlace({ keys: path.keys, closed }, at)
  expect([said(0), said(1.25), said(2)]).toEqual(['At key 1 of 3', '25 % of the way from key 2 to key 3', 'At key 3 of 3'])
  expect(said(2.5)).toBe('50 % of the way from key 3 to key 1')
  expect(said(2, false)).toBe('At key 3 of 3')
})
