// What G reads for pictures: latents of seeds beside the weights of classes, alone, on the way between two, and for the calibration.
import { describe, expect, test } from 'vitest'
import { DEFAULTS, rampAt } from '../../spec/config.ts'
import type { SeedPoint } from '../../spec/picture-code.ts'
import { type CodeSpace, classesOfSeeds, pointCode, proportionalClasses } from './codes.ts'
import { interpolate, latentOfSeed } from './latent.ts'

const SPACE = { latent: 6, counts: [4, 0, 1], ramp: 1 }
const NONE = { latent: 6, counts: [], ramp: 1 }
const z = (code: Float32Array) => code.subarray(0, 6)
const weights = (code: Float32Array) => [...code.subarray(6)]

describe('codes of seeds', () => {
  test('are the latent of the seed and a 1 in the place of the class, times the ramp', () => {
    const one = pointCode({ seed: 3, class: 2 }, { ...SPACE, ramp: 0.25 })
    const other = pointCode({ seed: 9, class: 0 }, { ...SPACE, ramp: 0.25 })
    expect([one, other].map(z)).toEqual([latentOfSeed(3, 6), latentOfSeed(9, 6)])
    expect([one, other].map(weights)).toEqual([
      [0, 0, 0.25],
      [0.25, 0, 0],
    ])
  })

  test('without classes are the latent alone', () => {
    expect(pointCode({ seed: 3 }, NONE)).toEqual(latentOfSeed(3, 6))
    expect(pointCode({ seed: 3, class: 1 }, NONE)).toEqual(latentOfSeed(3, 6))
  })

  test('of a class that there is not are refused', () => {
    for (const index of [-1, 3, 1.5, Number.NaN]) {
      expect(() => pointCode({ seed: 1, class: index }, SPACE)).toThrow(RangeError)
      expect(() => pointCode({ seed: 1, towards: { seed: 1, class: index, at: 0, method: 'slerp' } }, SPACE)).toThrow(RangeError)
    }
  })

  test('have the same class for a seed in every list, in proportion to the counts', () => {
    const seeds = Array.from({ length: 1000 }, (_, i) => i)
    const classes = classesOfSeeds(seeds, SPACE)
    expect(classesOfSeeds(seeds.toReversed(), SPACE)).toEqual(classes.toReversed())
    expect(classes.filter((index) => index === 2).length / 1000).toBeCloseTo(0.2, 1)
    expect(new Set(classes)).toEqual(new Set([0, 2]))
    expect(pointCode({ seed: 5 }, SPACE)).toEqual(pointCode({ seed: 5, class: classes[5] as number }, SPACE))
  })
})

describe.each(['lerp', 'slerp'] as const)('the way between two seeds and classes: %s', (method) => {
  const way = (from: SeedPoint, to: SeedPoint, at: readonly number[], space: CodeSpace) =>
    at.map((position) => pointCode({ ...from, towards: { ...to, at: position, method } }, space))

  test('of one seed keeps its latent and mixes the two classes linearly', () => {
    const codes = way({ seed: 5, class: 0 }, { seed: 5, class: 2 }, [0, 0.25, 1], { ...SPACE, ramp: 0.5 })
    for (const code of codes) expect(z(code)).toEqual(latentOfSeed(5, 6))
    expect(codes.map(weights)).toEqual([
      [0.5, 0, 0],
      [0.375, 0, 0.125],
      [0, 0, 0.5],
    ])
  })

  test('begins and ends at the very codes of the two seeds in their classes', () => {
    const space = { ...SPACE, ramp: 0.1 }
    const [a, b] = [
      { seed: 5, class: 2 },
      { seed: 8, class: 0 },
    ]
    const codes = way(a, b, [0, 0.3, 1], space)
    expect([codes[0], codes[2]]).toEqual([pointCode(a, space), pointCode(b, space)])
    expect(z(codes[1] as Float32Array)).toEqual(interpolate(latentOfSeed(5, 6), latentOfSeed(8, 6), 0.3, method))
  })

  test('within one class keeps its weight in full', () => {
    for (const code of way({ seed: 5, class: 2 }, { seed: 8, class: 2 }, [0, 0.3, 0.7, 1], SPACE)) expect(weights(code)).toEqual([0, 0, 1])
  })

  test('without classes is that of the latents', () => {
    const [code] = way({ seed: 5 }, { seed: 8 }, [0.3], NONE)
    expect(code).toEqual(interpolate(latentOfSeed(5, 6), latentOfSeed(8, 6), 0.3, method))
  })
})

describe('classes in proportion', () => {
  const sharesOf = (counts: number[], count: number) => {
    const classes = proportionalClasses(counts, count)
    expect(classes).toHaveLength(count)
    return counts.map((_, k) => classes.filter((index) => index === k).length)
  }

  test('get what they are due, rounded by largest remainder', () => {
    expect(sharesOf([1, 1, 2], 256)).toEqual([64, 64, 128])
    expect(sharesOf([1, 1, 1], 256)).toEqual([86, 85, 85])
    expect(sharesOf([10, 0, 990], 256)).toEqual([3, 0, 253]) // of 2.56 and 253.44
    expect(sharesOf([5], 256)).toEqual([256])
    expect(sharesOf([0, 0], 256)).toEqual([128, 128])
    const many = sharesOf(Array(300).fill(7), 256)
    expect(many).toEqual([...Array(256).fill(1), ...Array(44).fill(0)])
  })

  test('are spread over the whole list', () => {
    expect(proportionalClasses([1, 1], 6)).toEqual([0, 1, 0, 1, 0, 1])
    const rare = proportionalClasses([63, 1], 256).flatMap((index, i) => (index === 1 ? [i] : []))
    expect(rare).toEqual([32, 96, 160, 224])
  })
})

test('the ramp rises between its two marks in thousands of images seen, and is full without one', () => {
  const config = { ...DEFAULTS, conditioning: 'clusters', batch: 50, discriminatorSteps: 2, rampFrom: 1, rampUntil: 3 } as const
  expect([0, 10, 15, 20, 30, 40].map((step) => rampAt(config, step))).toEqual([0, 0, 0.25, 0.5, 1, 1])
  expect(rampAt({ ...config, rampUntil: 0 }, 0)).toBe(1)
  expect([0, 9, 10].map((step) => rampAt({ ...config, rampUntil: 1 }, step))).toEqual([0, 0, 1])
  expect([0, 9, 10].map((step) => rampAt({ ...config, rampFrom: 5, rampUntil: 1 }, step))).toEqual([0, 0, 1])
})
