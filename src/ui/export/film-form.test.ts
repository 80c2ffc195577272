// The film that a form asks for, also where the browser does not encode what was chosen.
import { expect, test } from 'vitest'
import type { FilmOffer } from '../../spec/films.ts'
import { filmOf, settingsOf, withFormat, withOfferedFormat } from './film-form.ts'
import { initialFilm as form, withEnds } from './take-away-state.ts'

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
  expect(settingsOf(form, 16).factor).toBe(32)
  const large = { ...form, settings: { ...form.settings, factor: 64 } }
  expect(settingsOf(large, 16).factor).toBe(64)
  expect(settingsOf({ ...large, kind: 'snapshots' }, 16).factor).toBe(8) // four by four of them
})
