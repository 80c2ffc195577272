// Sizes of films, and what is said where one is not possible.
import { describe, expect, test } from 'vitest'
import {
  cellsOf,
  checkFilm,
  defaultFactor,
  estimateFilmBytes,
  FILM_FACTS,
  FILM_FORMATS,
  FILM_LIMITS,
  type Film,
  type FilmSettings,
  filmFactors,
  filmSize,
  planFilm,
  squareColumns,
} from './films.ts'

const SETTINGS: FilmSettings = { format: 'mp4', seconds: 6, framesPerSecond: 30, factor: 8, smooth: false }
const points = (count: number) => Array.from({ length: count }, (_, i) => ({ seed: i + 1 }))
const loop = (cells: number): Film => ({ kind: 'noise-loop', points: points(cells), radius: 0.5 })
const walk = (stops: number): Film => ({ kind: 'walk', stops: points(stops), method: 'slerp' })
const problem = (film: Film, changes: Partial<FilmSettings> = {}, size = 64) =>
  checkFilm(film, planFilm(film, { ...SETTINGS, ...changes }, size))

test('every format has exact frame times: a GIF whole hundredths of a second, of at least two', () => {
  for (const format of FILM_FORMATS) expect(FILM_FACTS[format].rates).toContain(FILM_FACTS[format].defaultRate)
  for (const rate of FILM_FACTS.gif.rates) {
    expect(100 % rate).toBe(0)
    expect(100 / rate).toBeGreaterThanOrEqual(2)
  }
})

test('videos have even sides, whatever pictures, factor and gaps add up to, and room for the whole sheet', () => {
  for (const size of [16, 33, 64]) {
    for (const factor of [1, 3, 8]) {
      for (const cells of [1, 2, 5, 9]) {
        const [video, gif] = [{}, { format: 'gif' } as const].map((format) =>
          filmSize(planFilm(loop(cells), { ...SETTINGS, factor, ...format }, size)),
        ) as [ReturnType<typeof filmSize>, ReturnType<typeof filmSize>]
        expect([video.width % 2, video.height % 2]).toEqual([0, 0])
        expect([video.width - gif.width, video.height - gif.height].every((more) => more === 0 || more === 1)).toBe(true)
      }
    }
  }
})

test('small pictures are enlarged to at least 512 pixels, and larger ones are left as they are', () => {
  const plan = (size: number, cells: number) => ({ size, cells, columns: squareColumns(cells) })
  expect(defaultFactor(plan(64, 1))).toBe(8)
  expect(defaultFactor(plan(28, 1))).toBe(19)
  expect(defaultFactor(plan(64, 9))).toBe(3) // 194 pixels
  expect(defaultFactor(plan(600, 1))).toBe(1)
  expect(filmFactors(plan(64, 1))).toEqual([1, 8, 16, 32])
  expect(filmFactors(plan(64, 64)).at(-1)).toBe(4)
  for (const factor of filmFactors(plan(64, 64))) expect(problem(loop(64), { factor })).toBeNull()
})

test('a film counts its frames, and one that is larger, or smooth as GIF, is estimated to take more bytes', () => {
  const plan = planFilm(walk(4), SETTINGS, 64)
  expect([plan.frames, plan.cells, plan.columns]).toEqual([180, 1, 1])
  const bytes = (changes: Partial<FilmSettings>) => estimateFilmBytes(planFilm(walk(4), { ...SETTINGS, ...changes }, 64))
  expect([bytes({}), bytes({ seconds: 12 }), bytes({ factor: 16 })]).toEqual([1e6, 3e6, 6e6])
  expect(bytes({ format: 'gif', framesPerSecond: 25, smooth: true })).toBeGreaterThan(2 * bytes({ format: 'gif', framesPerSecond: 25 }))
  expect([cellsOf(walk(4)), cellsOf(loop(5))]).toEqual([1, 5])
})

describe('what is not possible is said in a sentence', () => {
  test.each([
    ['too short', problem(walk(3), { seconds: 0.5 }), 'A film lasts 1 to 60 seconds, not 0.5.'],
    ['no length', problem(walk(3), { seconds: Number.NaN }), 'A film lasts 1 to 60 seconds, not NaN.'],
    ['30 frames a second of a GIF', problem(walk(3), { format: 'gif' }), 'GIF can have 10, 20, 25, 50 frames a second, not 30.'],
    ['one stop', problem(walk(1)), 'A walk goes through 2 to 64 samples, not 1.'],
    ['no picture', problem(loop(0)), 'A film shows 1 to 64 pictures side by side, not 0.'],
    ['half a factor', problem(walk(3), { factor: 0.5 }), 'Pictures are enlarged by a whole factor, not by 0.5.'],
    ['too large', problem(loop(9), { factor: 30 }), /would be 5,820 × 5,820 pixels, .* at most 4,096/],
    ['too small', problem(walk(3), { factor: 1 }, 8), /would be 8 × 8 pixels, .* at least 16/],
    [
      'too much for a GIF',
      problem(loop(64), { format: 'gif', framesPerSecond: 25, seconds: 60, factor: 1 }),
      /^That is too much for a GIF/,
    ],
  ])('%s', (_, found, sentence) => expect(found).toMatch(sentence))

  test('and nothing is said of one that is', () => {
    expect(problem(walk(4))).toBeNull()
    expect(problem(loop(9), { format: 'gif', framesPerSecond: 25, factor: 3 })).toBeNull()
    expect(problem(walk(2), { seconds: FILM_LIMITS.seconds.max, format: 'gif', framesPerSecond: 50 })).toBeNull()
  })
})
