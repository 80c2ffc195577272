// Frames of films: where they begin, turn and go on.
import { describe, expect, test } from 'vitest'
import { filmFrames } from './film-frames.ts'
import type { Film } from './films.ts'
import { type LatentPoint, writePictureCode } from './picture-code.ts'
import { readPictureCode } from './read-picture-code.ts'

const [a, b, c] = [{ seed: 5 }, { seed: 8, class: 2 }, { seed: 5, class: 1 }]
const BETWEEN: Film = { kind: 'between', a, b, method: 'slerp' }
const WALK: Film = { kind: 'walk', stops: [a, b, c], method: 'lerp' }
const LOOP: Film = { kind: 'noise-loop', points: [a, b], radius: 0.4 }
const SNAPSHOTS: Film = { kind: 'snapshots', points: [a, b] }
const single = (film: Film, frames: number) => filmFrames(film, frames).map(([point]) => point as LatentPoint)
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
  ] as Film[])
    expect(() => filmFrames(film, 4)).toThrow(RangeError)
})
