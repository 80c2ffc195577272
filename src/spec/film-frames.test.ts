// Frames of films: where they begin, turn and go on.
import { describe, expect, test } from 'vitest'
import { filmFrames, pathFrames, type SampleFilm } from './film-frames.ts'
import type { PathFilm } from './films.ts'
import { EASINGS, pathEnd, type TimedPath } from './paths.ts'
import { type LatentPoint, writePictureCode } from './picture-code.ts'
import { readPictureCode } from './read-picture-code.ts'
import { RandomStream } from './rng.ts'

const [a, b, c] = [{ seed: 5 }, { seed: 8, class: 2 }, { seed: 5, class: 1 }]
const BETWEEN: SampleFilm = { kind: 'between', a, b, method: 'slerp' }
const WALK: SampleFilm = { kind: 'walk', stops: [a, b, c], method: 'lerp' }
const LOOP: SampleFilm = { kind: 'noise-loop', points: [a, b], radius: 0.4 }
const SNAPSHOTS: SampleFilm = { kind: 'snapshots', points: [a, b] }
const single = (film: SampleFilm, frames: number) => filmFrames(film, frames).map(([point]) => point as LatentPoint)
const towards = (from: typeof a, to: typeof a, at: number, method: 'lerp' | 'slerp') => ({ ...from, towards: { ...to, at, method } })

describe('between two samples', () => {
  test('it goes there and back with its ends as they are, and shows the same pictures on the way back', () => {
    const half = towards(a, b, 0.5, 'slerp')
    expect(single(BETWEEN, 4)).toEqual([a, half, b, half])
    const frames = single(BETWEEN, 30)
    expect(frames[15]).toEqual(b)
    for (let i = 1; i < 30; i++) expect(frames[i]).toEqual(frames[30 - i])
  })

  test('an odd number of frames passes the other end at the same speed', () => {
    expect(single(BETWEEN, 3)).toEqual([a, ...[0.666667, 0.666667].map((at) => towards(a, b, at, 'slerp'))])
  })

  test('of one sample and itself stands still, but between two classes of it moves', () => {
    expect(single({ ...BETWEEN, a: b, b }, 4)).toEqual([b, b, b, b])
    expect(single({ ...BETWEEN, a: c, b: a }, 4)[1]).toEqual(towards(c, a, 0.5, 'slerp'))
  })
})

describe('a walk', () => {
  test('goes through all stops and back to the first, as long from each to the next', () => {
    const leg = (from: typeof a, to: typeof a) => [from, ...[0.25, 0.5, 0.75].map((at) => towards(from, to, at, 'lerp'))]
    expect(single(WALK, 12)).toEqual([...leg(a, b), ...leg(b, c), ...leg(c, a)])
  })

  test.each([1, 2, 7, 100, 241, 1800])('is at an even pace and goes on with its first frame: %i frames', (count) => {
    const seeds = [3, 1, 4, 9, 7]
    const frames = single({ ...WALK, stops: seeds.map((seed) => ({ seed })) }, count)
    const legs = frames.map(({ seed, towards: way }) => seeds.indexOf(seed) + (way?.at ?? 0))
    legs.push(seeds.length) // the first stop again
    for (let i = 0; i < count; i++) expect((legs[i + 1] as number) - (legs[i] as number)).toBeCloseTo(seeds.length / count, 5)
  })

  test('of one stop, and of a seed twice in a row, stands still there', () => {
    expect(single({ ...WALK, stops: [b] }, 3)).toEqual([b, b, b])
    expect(single({ ...WALK, stops: [b, b, a] }, 6).slice(0, 2)).toEqual([b, b])
  })
})

test('a noise loop goes once around each of its points, all at once', () => {
  const frames = filmFrames(LOOP, 4)
  expect(frames).toEqual([0, 0.25, 0.5, 0.75].map((at) => [a, b].map((point) => ({ ...point, loop: { radius: 0.4, at } }))))
})

test('a film of snapshots shows the same samples at every step', () => {
  expect(filmFrames(SNAPSHOTS, 3)).toEqual([
    [a, b],
    [a, b],
    [a, b],
  ])
})

test.each([BETWEEN, WALK, LOOP, SNAPSHOTS])('one frame is the first: $kind', (film) => {
  expect(filmFrames(film, 1)).toEqual(filmFrames(film, 10).slice(0, 1))
})

test.each([BETWEEN, WALK, LOOP])('the code of a frame leads to that very point: $kind', (film) => {
  for (const point of filmFrames(film, 97).flat()) {
    expect(readPictureCode(writePictureCode({ run: 'k3f9x2', step: 7, point }))).toEqual({ code: { run: 'k3f9x2', step: 7, point } })
  }
})

test('frames that are no number of frames, and films that show nothing, are refused', () => {
  for (const frames of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => filmFrames(BETWEEN, frames)).toThrow(RangeError)
  for (const film of [
    { ...WALK, stops: [] },
    { ...LOOP, points: [] },
    { ...SNAPSHOTS, points: [] },
  ] as SampleFilm[])
    expect(() => filmFrames(film, 4)).toThrow(RangeError)
})

describe('a film of a path', () => {
  /** Paths of 2 to 9 keys with legs of 0.1 to 10 seconds. */
  const films = Array.from({ length: 40 }, (_, i): PathFilm => {
    const stream = new RandomStream(i, 'probe')
    const keys = Array.from({ length: 2 + stream.below(8) }, (_, seed) => {
      return { point: { seed }, seconds: 0.1 + 9.9 * stream.uniform(), easing: EASINGS[stream.below(2)] as (typeof EASINGS)[number] }
    })
    return { kind: 'path', path: { keys, method: 'spline', closed: i % 2 === 0 } }
  })
  const [closed, open] = [films.filter(({ path }) => path.closed), films.filter(({ path }) => !path.closed)]
  const places = (film: PathFilm, frames: number) =>
    pathFrames(film, frames).map(({ blend }) => (blend.kind === 'path' ? blend.at : Number.NaN))
  const even = (closed: boolean, ...seconds: number[]): PathFilm => ({
    kind: 'path',
    path: { keys: seconds.map((each, seed) => ({ point: { seed }, seconds: each, easing: 'even' })), method: 'slerp', closed },
  })

  test('gives each way its share of the time, whatever the whole film lasts', () => {
    expect(places(even(true, 1, 2, 1), 8)).toEqual([0, 0.5, 1, 1.25, 1.5, 1.75, 2, 2.5])
    expect(places(even(false, 1, 3, 9), 5)).toEqual([0, 1, 1.333333, 1.666667, 2])
  })

  test.each([2, 7, 100, 241])('of a closed path goes on with its first frame: the one after the last of %i is the first', (count) => {
    for (const film of closed) {
      const [once, twice] = [places(film, count), places(doubled(film), 2 * count)]
      expect(once[0]).toBe(0)
      const keys = pathEnd(film.path)
      for (const [i, at] of twice.entries()) expect(at % keys).toBeCloseTo(once[i % count] as number, 5)
    }
  })

  test('of an open path begins at its first key and ends at its last', () => {
    for (const film of open)
      for (const count of [2, 7, 100]) expect([0, -1].map((i) => places(film, count).at(i))).toEqual([0, pathEnd(film.path)])
  })

  test('never stands still or goes back on its way', () => {
    for (const film of films) {
      const all = places(film, 50)
      for (const [i, at] of all.entries()) if (i > 0) expect(at).toBeGreaterThan(all[i - 1] as number)
    }
  })

  test('has the keys, the method and the edits of the studio in every frame', () => {
    const edits = { variety: 0.8, directions: [{ set: 'pc', index: 1, sigmas: 2 }] } as const
    const [frame] = pathFrames({ ...even(true, 1, 2), ...edits }, 3)
    expect(frame).toEqual({ blend: { kind: 'path', keys: [{ seed: 0 }, { seed: 1 }], method: 'slerp', closed: true, at: 0 }, ...edits })
  })

  test('without keys, or with no number of frames, is refused', () => {
    expect(() => pathFrames(even(true), 4)).toThrow(RangeError)
    expect(() => pathFrames(even(true, 1, 2), 0)).toThrow(RangeError)
  })

  /** Twice round the same path as one that is twice as long. */
  function doubled(film: PathFilm): PathFilm {
    const path: TimedPath = { ...film.path, keys: [...film.path.keys, ...film.path.keys] }
    return { ...film, path }
  }
})

test('what the studio changes of all pictures is in every frame of a walk and of a circle', () => {
  const edits = { variety: 0.5 }
  for (const film of [
    { ...WALK, ...edits },
    { ...LOOP, ...edits },
  ])
    for (const point of filmFrames(film, 7).flat()) expect(point).toMatchObject(edits)
})
