// Positions on the page and points of the input space: the code of a picture leads back to it, films are loops, and the picture lands on its target.
import { describe, expect, test } from 'vitest'
import { latentOfSeed } from '../../gan/latent/latent.ts'
import { writePictureCode } from '../../spec/picture-code.ts'
import { readPictureCode } from '../../spec/read-picture-code.ts'
import { easedCode, type Position, playedPosition, pointOf, positionOf, seedPoint } from './state.ts'

const COUNTS = [2, 1, 1]
const START: Position = { a: { seed: 5, class: 1 }, b: { seed: 9, class: 2 }, way: 'around', x: 0, y: 0, at: 0, given: null }
const ELSEWHERE: Position = { a: { seed: 1, class: 0 }, b: { seed: 2, class: 0 }, way: 'between', x: 0.5, y: 0.5, at: 0.5, given: null }

test.each([
  ['A itself', {}, 'k3f9x2-7-5-c2'],
  ['right of A', { x: 0.5 }, 'k3f9x2-7-5-c2-loop0.5-at0'],
  ['below A', { y: -0.25 }, 'k3f9x2-7-5-c2-loop0.25-at0.75'],
  ['in a corner of the map', { x: -1, y: 1 }, 'k3f9x2-7-5-c2-loop1.414214-at0.375'],
  ['on the way to B', { way: 'between', at: 0.305 }, 'k3f9x2-7-5-c2-to9-toc3-at0.305'],
  ['where the way begins', { way: 'between' }, 'k3f9x2-7-5-c2'],
  ['B itself', { way: 'between', at: 1 }, 'k3f9x2-7-9-c3'],
] as const)('the code of a picture leads back to it: %s', (_, changes, text) => {
  const point = pointOf({ ...START, ...changes })
  const written = writePictureCode({ run: 'k3f9x2', step: 7, point })
  expect(written).toBe(text)
  const read = readPictureCode(text)
  if ('problem' in read) throw new Error(read.problem)
  const again = pointOf(positionOf(read.code.point, ELSEWHERE, COUNTS))
  expect(writePictureCode({ run: 'k3f9x2', step: 7, point: again })).toBe(text)
})

test.each([
  'k3f9x2-7-5-c2-pad9c1.c3.7-x0.25-y0.5',
  'k3f9x2-7-5-c2-toc3-at0.25-zqcngn7y',
  'k3f9x2-7-5-c2-loop0.5-at0.25-var0.7',
  'k3f9x2-7-5-c2-to9-toc1-at0.25-lerp',
  'k3f9x2-7-5-pc3p1.5late-cf2m0.5',
])('a code of a place that is neither on the map nor on the way keeps it until something is steered: %s', (text) => {
  const read = readPictureCode(text)
  if ('problem' in read) throw new Error(read.problem)
  const position = positionOf(read.code.point, START, COUNTS)
  expect(writePictureCode({ run: 'k3f9x2', step: 7, point: pointOf(position) })).toBe(text)
  expect(pointOf(positionOf({ seed: 8 }, position, COUNTS))).toEqual(seedPoint(8, COUNTS))
})

test('a seed without a class has the one that it has on the wall of the run, and none where there are none', () => {
  expect(new Set(Array.from({ length: 50 }, (_, seed) => seedPoint(seed, COUNTS).class))).toEqual(new Set([0, 1, 2]))
  expect(seedPoint(3, COUNTS, 2)).toEqual({ seed: 3, class: 2 })
  expect(seedPoint(3, [])).toEqual({ seed: 3 })
  expect(positionOf({ seed: 3 }, ELSEWHERE, COUNTS).a).toEqual(seedPoint(3, COUNTS))
})

describe('films', () => {
  test.each([
    ['where the picture is', { x: 0.3, y: -0.4 }, { x: 0.3, y: -0.4 }],
    ['beside the middle', { x: 0, y: 0 }, { x: 0.35, y: 0 }],
    ['on the largest circle, under a corner', { x: 1, y: 1 }, { x: Math.SQRT1_2, y: Math.SQRT1_2 }],
  ])('go round A at one distance, back to where they begin: %s', (_, place, first) => {
    const at = (turns: number) => playedPosition({ ...START, ...place }, turns)
    for (const turns of [0, 1]) expect(at(turns)).toMatchObject({ x: expect.closeTo(first.x), y: expect.closeTo(first.y) })
    for (const turns of [0.1, 0.5, 0.9]) expect(Math.hypot(at(turns).x, at(turns).y)).toBeCloseTo(Math.hypot(first.x, first.y))
    expect(at(0.25)).toMatchObject({ x: expect.closeTo(-first.y), y: expect.closeTo(first.x) })
  })

  test('go from A to B and back, from where they begin', () => {
    const start: Position = { ...START, way: 'between', at: 0.25 }
    const at = (turns: number) => playedPosition(start, turns).at
    expect([at(0), at(1)]).toEqual([expect.closeTo(0.25), expect.closeTo(0.25)])
    const values = Array.from({ length: 101 }, (_, i) => at(i / 100))
    expect([Math.min(...values), Math.max(...values)]).toEqual([expect.closeTo(0, 2), expect.closeTo(1, 2)])
  })
})

describe('the eased code', () => {
  const [from, to] = [latentOfSeed(1, 64), latentOfSeed(2, 64)]
  const far = (code: Float32Array) => Math.hypot(...code.map((value, i) => value - (to[i] as number)))

  test('comes nearer at the same pace however often it is asked, keeps the length of z, and lands on the very target', () => {
    let code = from
    for (let frame = 0; frame < 10; frame++) {
      const next = easedCode(code, to, 64, 16)
      expect(far(next)).toBeLessThan(far(code))
      expect(Math.hypot(...next)).toBeGreaterThan(0.9 * Math.min(Math.hypot(...from), Math.hypot(...to)))
      code = next
    }
    expect(far(code) / far(easedCode(from, to, 64, 160))).toBeCloseTo(1, 1)
    for (let frame = 0; frame < 100; frame++) code = easedCode(code, to, 64, 16)
    expect(code).toBe(to)
  })

  test('moves class weights linearly', () => {
    const [a, b] = [Float32Array.of(3, 4, 1, 0), Float32Array.of(3, 4, 0, 1)]
    const next = easedCode(a, b, 2, 90)
    expect((next[2] as number) + (next[3] as number)).toBeCloseTo(1)
    expect(next.subarray(0, 2)).toEqual(a.subarray(0, 2))
  })
})
