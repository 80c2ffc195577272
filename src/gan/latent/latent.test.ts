// Ways between two points of the latent space.
import { describe, expect, test } from 'vitest'
import { RandomStream } from '../../spec/rng.ts'
import { betweenFour, type Four, interpolate, latentOfSeed, norm, ofFour } from './latent.ts'

const angle = (a: Float32Array, b: Float32Array) =>
  Math.acos(Math.min(1, a.reduce((sum, value, i) => sum + value * (b[i] as number), 0) / norm(a) / norm(b)))

test('a seed is always the same latent, another seed another one', () => {
  expect(latentOfSeed(4, 32)).toEqual(latentOfSeed(4, 32))
  expect(latentOfSeed(4, 32)).not.toEqual(latentOfSeed(5, 32))
  expect(latentOfSeed(4, 64).subarray(0, 32)).toEqual(latentOfSeed(4, 32))
})

/** Latents of different dimensions and lengths. */
function pairs(): [Float32Array, Float32Array][] {
  const stream = new RandomStream(3, 'dataset')
  return Array.from({ length: 50 }, () => {
    const [latent, scale] = [2 + stream.below(100), 3 * stream.uniform()]
    return [stream.normals(latent), stream.normals(latent).map((value) => scale * value)]
  })
}

describe.each(['lerp', 'slerp'] as const)('%s', (method) => {
  test('begins in the very a and ends in the very b', () => {
    for (const [a, b] of pairs()) {
      expect(interpolate(a, b, 0, method)).toEqual(a)
      expect(interpolate(a, b, 1, method)).toEqual(b)
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

test('slerp turns by the same angle in the same time, and its length goes linearly, whatever the lengths of its ends', () => {
  for (const [a, b] of pairs()) {
    const all = angle(a, b)
    for (const t of [0.1, 0.25, 0.5, 0.8]) {
      const z = interpolate(a, b, t, 'slerp')
      expect(norm(z)).toBeCloseTo((1 - t) * norm(a) + t * norm(b), 4)
      expect(angle(a, z)).toBeCloseTo(t * all, 3)
      expect(angle(z, b)).toBeCloseTo((1 - t) * all, 3)
    }
  }
})

test('slerp from and to the latent 0 is straight', () => {
  const z = latentOfSeed(3, 8)
  expect(interpolate(new Float32Array(8), z, 0.25, 'slerp')).toEqual(z.map((value) => 0.25 * value))
  expect(interpolate(z, new Float32Array(8), 1, 'slerp')).toEqual(new Float32Array(8))
})

describe('between four latents', () => {
  const corners = ofFour([1, 2, 3, 4], (seed) => latentOfSeed(seed, 24))
  const [topLeft, topRight, bottomLeft, bottomRight] = corners

  test('the corners are met exactly, and the edges are the slerps between them', () => {
    expect([betweenFour(corners, 0, 0), betweenFour(corners, 1, 0), betweenFour(corners, 0, 1), betweenFour(corners, 1, 1)]).toEqual(
      corners,
    )
    for (const t of [0.2, 0.5, 0.9]) {
      expect(betweenFour(corners, t, 0)).toEqual(interpolate(topLeft, topRight, t, 'slerp'))
      expect(betweenFour(corners, t, 1)).toEqual(interpolate(bottomLeft, bottomRight, t, 'slerp'))
      expect(betweenFour(corners, 0, t)).toEqual(interpolate(topLeft, bottomLeft, t, 'slerp'))
      expect(betweenFour(corners, 1, t)).toEqual(interpolate(topRight, bottomRight, t, 'slerp'))
    }
  })

  test('no latent is shorter or longer than the corners', () => {
    const lengths = corners.map(norm)
    for (let i = 0; i <= 100; i++) {
      const length = norm(betweenFour(corners, (i % 11) / 10, Math.floor(i / 10) / 10))
      expect(length).toBeGreaterThan(Math.min(...lengths) - 1e-4)
      expect(length).toBeLessThan(Math.max(...lengths) + 1e-4)
    }
  })

  test('four times the same latent is that latent', () => {
    const same: Four<Float32Array> = [topLeft, topLeft, topLeft, topLeft]
    expect(betweenFour(same, 0.3, 0.7)).toEqual(topLeft)
  })
})
