// What G reads for pictures: latents of seeds beside the weights of classes, alone, on the way between two, and for the calibration.
import { describe, expect, test } from 'vitest'
import { DEFAULTS, rampAt } from '../../spec/config.ts'
import { readLatent, writeLatent } from '../../spec/latent-text.ts'
import type { LatentPoint, SeedPoint } from '../../spec/picture-code.ts'
import { type CodeSpace, classesOfSeeds, latentOfPoint, pointCode, proportionalClasses } from './codes.ts'
import type { Directions } from './directions.ts'
import { betweenFour, interpolate, latentOfSeed, ofFour } from './latent.ts'

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

describe('between four samples', () => {
  const [topRight, bottomLeft, bottomRight] = [{ seed: 6, class: 2 }, { seed: 7, class: 0 }, { seed: 8 }]
  const pad = (x: number, y: number): LatentPoint => ({ seed: 5, class: 0, pad: { topRight, bottomLeft, bottomRight, x, y } })

  test('the corners have the codes of their samples', () => {
    const codes = [pad(0, 0), pad(1, 0), pad(0, 1), pad(1, 1)].map((point) => pointCode(point, SPACE))
    expect(codes).toEqual([{ seed: 5, class: 0 }, topRight, bottomLeft, bottomRight].map((point) => pointCode(point, SPACE)))
  })

  test('class weights are bilinear, and the latent is that between the four', () => {
    const code = pointCode({ ...pad(0.25, 0.4), pad: { ...pad(0.25, 0.4).pad, bottomRight: { seed: 5, class: 2 } } } as LatentPoint, SPACE)
    expect(weights(code)[0]).toBeCloseTo(0.75)
    expect(weights(code)[2]).toBeCloseTo(0.25)
    const corners = ofFour([5, 6, 7, 5], (seed) => latentOfSeed(seed, 6))
    expect(z(code)).toEqual(betweenFour(corners, 0.25, 0.4))
  })

  test('is drawn at the position that its code says', () => {
    expect(pointCode(pad(1 / 3, 2 / 3), SPACE)).toEqual(pointCode(pad(0.333333, 0.666667), SPACE))
    expect(pointCode(pad(1 / 3, 2 / 3), SPACE)).not.toEqual(pointCode(pad(0.33334, 0.666667), SPACE))
  })
})

describe('a point with a latent of its own', () => {
  const latent = writeLatent(latentOfSeed(77, 6))
  const own = readLatent(latent)

  test('has that one, whatever its seed and its move, which change the class alone', () => {
    for (const move of [{}, { towards: { seed: 9, class: 2, at: 0.5, method: 'slerp' } }, { loop: { radius: 1, at: 0.2 } }] as const) {
      expect(z(pointCode({ seed: 1, class: 0, latent, ...move }, SPACE))).toEqual(own)
    }
    expect(weights(pointCode({ seed: 1, class: 0, latent, towards: { seed: 1, class: 2, at: 0.25, method: 'slerp' } }, SPACE))).toEqual([
      0.75, 0, 0.25,
    ])
  })

  test('of another length, or that is none, is refused', () => {
    for (const text of [writeLatent(new Float32Array(7)), 'q', ''])
      expect(() => pointCode({ seed: 1, latent: text }, SPACE)).toThrow(RangeError)
  })
})

describe('edits', () => {
  const known = [0, 1].map((i) => ({ share: 0, vector: Float32Array.from({ length: 6 }, (_, k) => (k === i ? 1 : 0)) }))
  const directions: Directions = { sets: { pc: known, cf: known.slice(0, 0) }, shifts: null }
  const space = { ...NONE, directions }

  test('variety scales the latent: at 0 it is 0, whatever the point', () => {
    const way = { seed: 3, towards: { seed: 4, at: 0.5, method: 'slerp' } } as const
    for (const point of [{ seed: 3 }, way, { seed: 1, latent: writeLatent(latentOfSeed(3, 6)) }]) {
      const plain = pointCode(point, NONE)
      expect(pointCode({ ...point, variety: 0 }, NONE).map((value) => value + 0)).toEqual(new Float32Array(6))
      expect(pointCode({ ...point, variety: 0.5 }, NONE)).toEqual(plain.map((value) => 0.5 * value))
      expect(pointCode({ ...point, variety: 1 }, NONE)).toEqual(plain)
    }
  })

  test('directions are added in sigma behind variety, and those of a zone leave the latent', () => {
    const plain = latentOfSeed(3, 6)
    const point: LatentPoint = {
      seed: 3,
      variety: 0.5,
      directions: [
        { set: 'pc', index: 1, sigmas: -1.5 },
        { set: 'pc', index: 0, sigmas: 2, zone: 'late' },
      ],
    }
    const wanted = plain.map((value, i) => 0.5 * value - (i === 1 ? 1.5 : 0))
    latentOfPoint(point, space).forEach((value, i) => {
      expect(value).toBeCloseTo(wanted[i] as number, 6)
    })
  })

  test('how far it goes in each zone stands behind the classes, once what these layers change by is known', () => {
    const both: Directions = { sets: { pc: known, cf: known }, shifts: {} }
    const point: LatentPoint = {
      seed: 3,
      class: 1,
      directions: [
        { set: 'cf', index: 1, sigmas: -0.5, zone: 'early' },
        { set: 'pc', index: 0, sigmas: 2, zone: 'late' },
        { set: 'pc', index: 1, sigmas: 1 },
      ],
    }
    const inClasses = { ...NONE, counts: [1, 1], ramp: 1 }
    const code = [...pointCode(point, { ...inClasses, directions: both })]
    expect(code.slice(6)).toEqual([0, 1, 0, 0, 0, -0.5, 0, 0, 0, 0, 2, 0, 0, 0])
    expect(() => pointCode(point, { ...inClasses, directions: { ...both, shifts: null } })).toThrow('without those of its layers')
  })

  test('a direction that there is not is refused by name', () => {
    const along = (set: 'pc' | 'cf', index: number): LatentPoint => ({ seed: 3, directions: [{ set, index, sigmas: 1 }] })
    expect(() => pointCode(along('pc', 2), space)).toThrow('there is no direction pc3 among 2')
    expect(() => pointCode(along('cf', 0), space)).toThrow(RangeError)
    expect(() => pointCode(along('pc', 0), NONE)).toThrow('there is no direction pc1 among 0')
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
