// Ways between two points of the latent space.
import { describe, expect, test } from 'vitest'
import { interpolate, latentOfSeed } from './latent.ts'

const norm = (z: Float32Array) => Math.hypot(...z)

test('a seed is always the same latent, another seed another one', () => {
  expect(latentOfSeed(4, 32)).toEqual(latentOfSeed(4, 32))
  expect(latentOfSeed(4, 32)).not.toEqual(latentOfSeed(5, 32))
  expect(latentOfSeed(4, 64).subarray(0, 32)).toEqual(latentOfSeed(4, 32))
})

describe.each(['lerp', 'slerp'] as const)('%s', (method) => {
  test('begins in a and ends in b', () => {
    const [a, b] = [latentOfSeed(1, 16), latentOfSeed(2, 16)]
    for (const [t, end] of [
      [0, a],
      [1, b],
    ] as const) {
      interpolate(a, b, t, method).forEach((value, i) => {
        expect(value).toBeCloseTo(end[i] as number, 5)
      })
    }
  })

  test('keeps the norm between orthogonal points of one norm', () => {
    const [a, b] = [Float32Array.of(3, 0, 0, 4), Float32Array.of(4, 0, 0, -3)]
    for (const t of [0.1, 0.25, 0.5, 0.9]) expect(norm(interpolate(a, b, t, method))).toBeCloseTo(5, 5)
  })

  test('half-way between orthogonal points is their mean, stretched', () => {
    const middle = interpolate(Float32Array.of(2, 0), Float32Array.of(0, 2), 0.5, method)
    for (const value of middle) expect(value).toBeCloseTo(Math.SQRT2, 5)
  })
})

test('slerp goes at an even pace along the circle, and stays put between equal points', () => {
  const third = interpolate(Float32Array.of(1, 0), Float32Array.of(0, 1), 1 / 3, 'slerp')
  expect(third[0]).toBeCloseTo(Math.cos(Math.PI / 6), 5)
  expect(third[1]).toBeCloseTo(Math.sin(Math.PI / 6), 5)
  const z = latentOfSeed(3, 8)
  interpolate(z, z, 0.3, 'slerp').forEach((value, i) => {
    expect(value).toBeCloseTo(z[i] as number, 5)
  })
})
