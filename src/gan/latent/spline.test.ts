// Curves through latents: they meet their keys, have no corners, and close.
import { describe, expect, test } from 'vitest'
import { RandomStream } from '../../spec/rng.ts'
import { latentOfSeed, norm } from './latent.ts'
import { splineThrough } from './spline.ts'

const LATENT = 16

/** Of different lengths. */
function someKeys(count: number): Float32Array[] {
  const stream = new RandomStream(count, 'dataset')
  return Array.from({ length: count }, (_, k) => {
    const scale = 0.5 + stream.uniform()
    return latentOfSeed(k, LATENT).map((value) => scale * value)
  })
}

const farApart = (a: Float32Array, b: Float32Array) => norm(a.map((value, i) => value - (b[i] as number)))

describe.each([1, 2, 3, 5])('through %i keys', (count) => {
  const keys = someKeys(count)

  test('it meets the very keys, open or closed', () => {
    for (const closed of [false, true]) {
      for (const [k, key] of keys.entries()) expect(splineThrough(keys, closed, k)).toEqual(key)
    }
  })

  test('closed, it goes on with its first key after the last, and on and on', () => {
    expect(splineThrough(keys, true, count)).toEqual(keys[0])
    expect(splineThrough(keys, true, 0.25 - count)).toEqual(splineThrough(keys, true, 0.25))
    expect(splineThrough(keys, true, 0.25 + 2 * count)).toEqual(splineThrough(keys, true, 0.25))
  })

  test('open, it stays within its ends', () => {
    expect(splineThrough(keys, false, -3)).toEqual(keys[0])
    expect(splineThrough(keys, false, count + 3)).toEqual(keys.at(-1))
  })

  test('it has the same velocity before and behind each key, at the seam too', () => {
    for (let k = 0; k < count; k++) {
      const at = (place: number) => splineThrough(keys, true, place)
      const step = 1e-3
      const [before, behind] = [at(k - step), at(k + step)].map((z) => z.map((value, i) => (value - (at(k)[i] as number)) / step))
      expect(farApart(before as Float32Array, behind?.map((value) => -value) as Float32Array)).toBeLessThan(0.05)
    }
  })
})

test('of equally long keys it keeps the length', () => {
  const keys = someKeys(5).map((z) => z.map((value) => (4 * value) / norm(z)))
  for (const closed of [false, true]) {
    for (let at = 0; at < 5; at += 0.13) expect(norm(splineThrough(keys, closed, at))).toBeCloseTo(4, 4)
  }
})

test('it leaves an end of an open curve towards the next key', () => {
  const keys = [Float32Array.of(1, 0, 0), Float32Array.of(0, 1, 0), Float32Array.of(0, 0, 1)]
  const near = splineThrough(keys, false, 0.01)
  expect(near[1]).toBeGreaterThan(0.005)
  expect(Math.abs(near[2] as number)).toBeLessThan(0.001)
})

test('it passes the latent 0', () => {
  const keys = [latentOfSeed(1, LATENT), new Float32Array(LATENT), latentOfSeed(2, LATENT)]
  expect(splineThrough(keys, true, 1)).toEqual(keys[1])
  for (let at = 0; at < 3; at += 0.1) expect(splineThrough(keys, true, at).every(Number.isFinite)).toBe(true)
})
