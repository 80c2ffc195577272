// Random streams: known answers of Philox, independence, and moments.
import { expect, test } from 'vitest'
import { philox, RandomStream } from './rng.ts'

// Known answers of the Random123 library (kat_vectors, philox4x32 10).
test.each([
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
] as const)('philox4x32-10 gives the published answer for counter %j', (counter, key, answer) => {
  expect(philox(counter, key)).toEqual(answer)
})

test('a stream is a function of seed, purpose and index alone', () => {
  const draw = (seed: number, index: number) => Array.from(new RandomStream(seed, 'latentD', index).uniforms(9))
  expect(draw(1, 7)).toEqual(draw(1, 7))
  expect(draw(1, 7)).not.toEqual(draw(1, 8))
  expect(draw(1, 7)).not.toEqual(draw(2, 7))
  expect(draw(1, 7)).not.toEqual(Array.from(new RandomStream(1, 'latentG', 7).uniforms(9)))
})

test('normals have mean 0 and variance 1, uniforms mean 1/2', () => {
  const count = 40_000
  const mean = (values: Float32Array) => values.reduce((total, value) => total + value, 0) / values.length
  const normals = new RandomStream(3, 'sample').normals(count)
  const tolerance = 4 / Math.sqrt(count) // four standard errors
  expect(Math.abs(mean(normals))).toBeLessThan(tolerance)
  expect(Math.abs(mean(normals.map((value) => value * value)) - 1)).toBeLessThan(tolerance * Math.SQRT2)
  expect(Math.abs(mean(new RandomStream(3, 'flips').uniforms(count)) - 0.5)).toBeLessThan(tolerance)
})

test('a permutation contains every number once and is shuffled', () => {
  const order = new RandomStream(5, 'dataOrder').permutation(1000)
  expect(Array.from(order).sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i))
  expect(order.filter((value, i) => value === i).length).toBeLessThan(10)
})
