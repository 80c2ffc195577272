import { describe, expect, test } from 'vitest'
import { RandomStream } from '../../spec/rng.ts'
import { multiScaleSimilarity, pairSimilarity, scalesOf } from './ms-ssim.ts'

const SIZE = 32

/** Pictures of noise; a share of the contrast is the same in all of them. */
function pictures(count: number, common: number, channels: 1 | 3 = 1) {
  const pattern = new RandomStream(1, 'sample').uniforms(SIZE * SIZE * channels)
  const noise = new RandomStream(2, 'sample').uniforms(count * pattern.length)
  const images = Uint8Array.from(noise, (value, at) => 255 * (common * (pattern[at % pattern.length] as number) + (1 - common) * value))
  return { images, count, size: SIZE, channels }
}

test.each([
  [11, 1],
  [16, 1],
  [21, 1],
  [22, 2],
  [32, 2],
  [64, 3],
  [176, 5],
  [1024, 5],
])('pictures of %i pixels have %i scales, none smaller than the window', (size, scales) => {
  expect(scalesOf(size)).toBe(scales)
})

test('a picture is like itself, less like a paler one, and not like its negative', () => {
  const one = Float64Array.from(pictures(1, 0).images)
  const paler = one.map((value) => 64 + value / 2)
  expect(multiScaleSimilarity(one, one, SIZE)).toBeCloseTo(1, 12)
  expect(multiScaleSimilarity(one, paler, SIZE)).toBeGreaterThan(0.6)
  expect(multiScaleSimilarity(one, paler, SIZE)).toBeLessThan(0.95)
  expect(
    multiScaleSimilarity(
      one,
      one.map((value) => 255 - value),
      SIZE,
    ),
  ).toBe(0)
})

test('the more alike the pictures of a set are, the higher it is, up to 1 for a collapsed generator', () => {
  const [diverse, alike, collapsed] = [0, 0.7, 1].map((common) => pairSimilarity(pictures(12, common), 1)) as [number, number, number]
  expect(diverse).toBeLessThan(0.2)
  expect(alike).toBeGreaterThan(diverse + 0.3)
  expect(collapsed).toBeCloseTo(1, 12)
})

test('a picture is never paired with itself', () => {
  expect(pairSimilarity(pictures(2, 0), 1)).toBeLessThan(0.2)
})

test('depends little on the seed and on nothing else, and reports its progress', () => {
  const set = pictures(12, 0.5, 3)
  const shares: number[] = []
  const seen = pairSimilarity(set, 1, (share) => shares.push(share))
  expect(pairSimilarity(set, 1)).toBe(seen)
  expect(pairSimilarity(set, 2)).not.toBe(seen)
  expect(Math.abs(pairSimilarity(set, 2) - seen)).toBeLessThan(0.01)
  expect(shares.at(-1)).toBe(1)
  expect(shares).toEqual(shares.slice().sort((a, b) => a - b))
})

describe('refuses', () => {
  test('one picture, and pictures smaller than the window', () => {
    expect(() => pairSimilarity(pictures(1, 0), 1)).toThrow('1 picture is too few for their similarity to each other')
    expect(() => multiScaleSimilarity(new Float64Array(100), new Float64Array(100), 10)).toThrow('Pictures of 10 pixels are too small')
  })
})
