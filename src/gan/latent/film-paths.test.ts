// Ways of films through the latent space: their ends, lengths and speeds, in the very codes that the generator reads.
import { describe, expect, test } from 'vitest'
import { filmFrames, type SampleFilm } from '../../spec/film-frames.ts'
import type { SeedPoint } from '../../spec/picture-code.ts'
import { type CodeSpace, pointCode } from './codes.ts'
import { circleAround, latentOfSeed } from './latent.ts'

const LATENT = 24
const NONE: CodeSpace = { latent: LATENT, counts: [], ramp: 1 }
const CLASSES: CodeSpace = { latent: LATENT, counts: [4, 2, 1], ramp: 0.5 }
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0)
const norm = (z: Float32Array) => Math.hypot(...z)
const angle = (a: Float32Array, b: Float32Array) => Math.acos(Math.min(1, dot(a, b) / norm(a) / norm(b)))
const z = (code: Float32Array) => code.subarray(0, LATENT)
const minus = (a: Float32Array, b: Float32Array) => a.map((value, i) => value - (b[i] as number))

/** The codes of a film of one picture, and of its first frame again. */
function loopCodes(film: SampleFilm, frames: number, space = NONE): Float32Array[] {
  const codes = filmFrames(film, frames).map(([point]) => pointCode(point as SeedPoint, space))
  return [...codes, codes[0] as Float32Array]
}

/** Angles from each latent to the next. */
function turns(codes: readonly Float32Array[]): number[] {
  return codes.slice(1).map((code, i) => angle(z(code), z(codes[i] as Float32Array)))
}

describe.each([0.05, 0.5, 1, 1.7])('a circle of radius %f around a seed', (radius) => {
  const at = (t: number, seed = 3) => circleAround(seed, radius, t, LATENT)
  const centre = latentOfSeed(3, LATENT)

  test('keeps the norm of the seed and its angle to it', () => {
    for (let t = 0; t < 1; t += 0.0625) {
      expect(norm(at(t))).toBeCloseTo(norm(centre), 4)
      expect(angle(at(t), centre)).toBeCloseTo((radius * Math.PI) / 2, 3)
    }
  })

  test('goes around in two directions that are orthogonal to the seed and to each other', () => {
    const [u, v] = [minus(at(0), at(0.5)), minus(at(0.25), at(0.75))]
    const length = 2 * Math.sin((radius * Math.PI) / 2) * norm(centre)
    for (const direction of [u, v]) {
      expect(norm(direction)).toBeCloseTo(length, 4)
      expect(dot(direction, centre) / length / norm(centre)).toBeCloseTo(0, 5)
    }
    expect(dot(u, v) / length ** 2).toBeCloseTo(0, 5)
  })

  test('comes back to where it began, at constant speed', () => {
    at(1).forEach((value, i) => {
      expect(value).toBeCloseTo(at(0)[i] as number, 5)
    })
    const speeds = turns(loopCodes({ kind: 'noise-loop', points: [{ seed: 3 }], radius }, 60))
    expect(Math.max(...speeds) / Math.min(...speeds)).toBeLessThan(1.005)
  })

  test('is another one around another seed', () => {
    const direction = (seed: number) => minus(at(0, seed), at(0.5, seed))
    expect(Math.abs(dot(direction(3), direction(4))) / norm(direction(3)) ** 2).toBeLessThan(0.7)
  })
})

test('a circle of no radius stays at its seed, and one of two quarter turns at its opposite', () => {
  const centre = latentOfSeed(3, LATENT)
  expect(circleAround(3, 0, 0.3, LATENT)).toEqual(centre)
  circleAround(3, 2, 0.3, LATENT).forEach((value, i) => {
    expect(value).toBeCloseTo(-(centre[i] as number), 5)
  })
})

test('in a plane, where only one direction is orthogonal to a seed, the point swings to and fro along it', () => {
  for (let seed = 0; seed < 20; seed++) {
    const [there, middle, back] = [0, 0.25, 0.5].map((at) => circleAround(seed, 0.5, at, 2)) as [Float32Array, Float32Array, Float32Array]
    expect(norm(there)).toBeCloseTo(norm(latentOfSeed(seed, 2)), 5)
    middle.forEach((value, i) => {
      expect(value).toBeCloseTo(((there[i] as number) + (back[i] as number)) / 2, 5)
    })
    expect(norm(minus(there, back))).toBeGreaterThan(norm(there))
  }
})

describe('a walk along great circles', () => {
  const seeds = [3, 11, 7, 20]
  const walk: SampleFilm = { kind: 'walk', stops: seeds.map((seed) => ({ seed })), method: 'slerp' }

  test('passes the very latents of its stops, and no latent is longer or shorter than them', () => {
    const codes = loopCodes(walk, 40)
    expect([0, 10, 20, 30, 40].map((i) => codes[i])).toEqual([...seeds, 3].map((seed) => latentOfSeed(seed, LATENT)))
    const norms = seeds.map((seed) => norm(latentOfSeed(seed, LATENT)))
    for (const code of codes) {
      expect(norm(code)).toBeGreaterThan(0.9 * Math.min(...norms))
      expect(norm(code)).toBeLessThan(1.1 * Math.max(...norms))
    }
  })

  test('turns by as much from each frame to the next on a leg', () => {
    const speeds = turns(loopCodes(walk, 80))
    for (const [leg, seed] of seeds.entries()) {
      const [from, to] = [seed, seeds[(leg + 1) % 4] as number].map((each) => latentOfSeed(each, LATENT)) as [Float32Array, Float32Array]
      const ofLeg = speeds.slice(20 * leg, 20 * (leg + 1))
      expect(Math.max(...ofLeg) / Math.min(...ofLeg)).toBeLessThan(1.005)
      expect(ofLeg.reduce((sum, one) => sum + one, 0)).toBeCloseTo(angle(from, to), 4)
    }
  })
})

test('a walk within classes mixes their weights evenly, and a stop without a class has that of its seed', () => {
  const stops = [{ seed: 5, class: 0 }, { seed: 5, class: 2 }, { seed: 6 }]
  const codes = loopCodes({ kind: 'walk', stops, method: 'slerp' }, 6, CLASSES)
  expect(codes[0]).toEqual(pointCode({ seed: 5, class: 0 }, CLASSES))
  expect([...(codes[1] as Float32Array).subarray(LATENT)]).toEqual([0.25, 0, 0.25])
  expect(z(codes[1] as Float32Array)).toEqual(latentOfSeed(5, LATENT))
  expect(codes[4]).toEqual(pointCode({ seed: 6 }, CLASSES))
  for (const code of codes) expect(code.subarray(LATENT).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(0.5, 6)
})

test('a noise loop keeps the class of its point', () => {
  const weights = (point: SeedPoint) =>
    filmFrames({ kind: 'noise-loop', points: [point], radius: 0.5 }, 5).map(([each]) => [
      ...pointCode(each as SeedPoint, CLASSES).subarray(LATENT),
    ])
  expect(weights({ seed: 9, class: 1 })).toEqual(Array(5).fill([0, 0.5, 0]))
  expect(weights({ seed: 9 })).toEqual(Array(5).fill([...pointCode({ seed: 9 }, CLASSES).subarray(LATENT)]))
})

test('a point is drawn at the position that its code says', () => {
  const near = { seed: 5, towards: { seed: 8, at: 1 / 3, method: 'slerp' } } as const
  expect(pointCode(near, NONE)).toEqual(pointCode({ ...near, towards: { ...near.towards, at: 0.333333 } }, NONE))
  const around = { seed: 5, loop: { radius: 1 / 3, at: 2 / 3 } }
  expect(pointCode(around, NONE)).toEqual(pointCode({ seed: 5, loop: { radius: 0.333333, at: 0.666667 } }, NONE))
})
