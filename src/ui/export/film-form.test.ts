// The film that a form asks for, also where the browser does not encode what was chosen.
import { expect, test } from 'vitest'
import type { FilmOffer, PathFilm } from '../../spec/films.ts'
import { type FilmForm, initialFilm as form } from './film-choices.ts'
import { filmOf as filmOfForm, longerInStudio, settingsOf, withFormat, withOfferedFormat, withWanted } from './film-form.ts'
import { withEnds } from './take-away-state.ts'

const path: PathFilm = {
  kind: 'path',
  path: { keys: [5, 9].map((seed) => ({ point: { seed }, seconds: 2, easing: 'even' })), method: 'spline', closed: true },
}
const filmOf = (chosen: FilmForm) => filmOfForm(chosen, path)
const factorOf = (chosen: FilmForm, size: number) => settingsOf(chosen, filmOf(chosen), size).factor

const offers = (...refused: FilmOffer['format'][]): FilmOffer[] =>
  (['mp4', 'webm', 'gif'] as const).map((format) => ({ format, sentence: refused.includes(format) ? 'No encoder.' : null }))

test('each kind of film has samples of its own, and a way from A to itself where B is missing', () => {
  expect(filmOf(form)).toMatchObject({ kind: 'walk', stops: [{ seed: 1 }, { seed: 2 }, { seed: 3 }, { seed: 4 }] })
  expect(filmOf({ ...form, kind: 'snapshots' })).toMatchObject({ points: { length: 16 } })
  const chosen = { ...form.chosen, between: [{ seed: 5 }] }
  expect(filmOf({ ...form, kind: 'between', chosen })).toEqual({ kind: 'between', a: { seed: 5 }, b: { seed: 5 }, method: 'slerp' })
})

test('the film between A and B begins with those of the page, where both are chosen', () => {
  const [a, b] = [
    { seed: 9, class: null },
    { seed: 12, class: 1 },
  ]
  expect(withEnds(form, { a, b }).chosen.between).toEqual([{ seed: 9 }, { seed: 12, class: 1 }])
  expect(withEnds(form, { a, b: null })).toBe(form)
})

test('a format that the browser does not encode gives way to the first that it does, with a rate that it knows', () => {
  expect(withOfferedFormat(form, null)).toBe(form)
  expect(withOfferedFormat(form, offers('webm'))).toBe(form)
  expect(withOfferedFormat(form, offers('mp4')).settings).toMatchObject({ format: 'webm', framesPerSecond: 30 })
  expect(withOfferedFormat(form, offers('mp4', 'webm')).settings).toMatchObject({ format: 'gif', framesPerSecond: 25 })
  expect(withFormat(form, 'gif').settings.framesPerSecond).toBe(25)
})

test('a film is enlarged as suits it until a size is chosen, and again where that size does not suit another film', () => {
  expect(factorOf(form, 16)).toBe(32)
  const large = { ...form, settings: { ...form.settings, factor: 64 } }
  expect(factorOf(large, 16)).toBe(64)
  expect(factorOf({ ...large, kind: 'snapshots' }, 16)).toBe(8) // four by four of them
})

test('a film from the studio is filled in: its path as it is there, the next stops of a walk, one circle', () => {
  expect(filmOf(withWanted(form, { kind: 'path', seconds: 4 }))).toBe(path)
  const edits = { variety: 0.7, directions: [{ set: 'pc', index: 2, sigmas: 1 }] } as const
  const stops = [{ seed: 4 }, { seed: 8 }, { seed: 1 }]
  const walk = withWanted({ ...form, method: 'lerp' }, { kind: 'walk', stops, seconds: 9, edits })
  expect(filmOf(walk)).toEqual({ kind: 'walk', stops, method: 'slerp', ...edits })
  expect(walk.settings.seconds).toBe(9)
  const circle = withWanted(form, { kind: 'noise-loop', point: { seed: 3 }, radius: 0.2, seconds: 6, edits: {} })
  expect(filmOf(circle)).toEqual({ kind: 'noise-loop', points: [{ seed: 3 }], radius: 0.2 })
})

test('films from the studio last as long as there, but no longer or shorter than a film may', () => {
  const secondsOf = (seconds: number) => withWanted(form, { kind: 'path', seconds }).settings.seconds
  expect([secondsOf(7.5), secondsOf(0.2), secondsOf(128)]).toEqual([7.5, 1, 60])
})

test('of a path that lasts longer than a film may it is said that the film is faster', () => {
  const lasting = (seconds: number): PathFilm => ({
    ...path,
    path: { ...path.path, keys: path.path.keys.map((key) => ({ ...key, seconds })) },
  })
  expect([longerInStudio(lasting(30)), longerInStudio({ kind: 'snapshots', points: [] })]).toEqual([null, null])
  expect(longerInStudio(lasting(45))).toBe('The path takes 1 min 30 s in the studio and a film at most 60 s, so it plays faster here.')
})

test('edits of the studio are on films that came from there, and on no others', () => {
  const edits = { variety: 0.7 }
  expect(filmOf({ ...form, kind: 'walk', edits })).toMatchObject(edits)
  for (const kind of ['between', 'snapshots'] as const) expect(filmOf({ ...form, kind, edits })).not.toHaveProperty('variety')
  expect(filmOf({ ...form, kind: 'walk' })).not.toHaveProperty('variety')
})
