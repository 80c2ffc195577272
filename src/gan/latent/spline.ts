// A curve through latents without corners.
import { norm } from './latent.ts'

/**
 * The point at `at` on the cubic spline through the keys, [latent]: `at` counts keys, and on a closed curve the first follows the last. A uniform
 * Catmull-Rom spline [Catmull and Rom 1974] through the directions of the keys, each point then brought to the length that the same spline has through
 * their lengths. So it meets every key, and its velocity is continuous there in `at`, in which easing and time are given: a centripetal one, which
 * bends less where keys are unevenly spaced, is smooth in a parameter of its own alone. Random latents are nearly as far from each other.
 * @param keys at least one; where the curve is open, `at` ends at the last
 */
export function splineThrough(keys: readonly Float32Array[], closed: boolean, at: number): Float32Array {
  const count = keys.length
  const [first] = keys as [Float32Array]
  const place = closed ? ((at % count) + count) % count : Math.max(0, Math.min(count - 1, at))
  const before = closed ? Math.floor(place) : Math.max(0, Math.min(count - 2, Math.floor(place)))
  const weights = keyWeights(before, place - before, count, closed)
  const lengths = keys.map(norm)
  const length = weights.reduce((sum, weight, k) => sum + weight * (lengths[k] as number), 0)
  const sum = new Float64Array(first.length)
  for (const [k, weight] of weights.entries()) {
    const scale = weight / ((lengths[k] as number) || 1) // the latent 0 has no direction
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + scale * (keys[k]?.[i] as number)
  }
  const scale = length / (Math.sqrt(sum.reduce((all, value) => all + value * value, 0)) || 1)
  return Float32Array.from(sum, (value) => scale * value)
}

/** How much each key counts at t, 0 to 1, of the leg behind the key `before`, [keys]; their sum is 1. */
function keyWeights(before: number, t: number, count: number, closed: boolean): number[] {
  const weights = Array<number>(count).fill(0)
  const add = (key: number, weight: number) => {
    weights[key] = (weights[key] as number) + weight
  }
  for (const [i, weight] of basis(t).entries()) {
    const key = before - 1 + i
    if (weight === 0) continue
    if (closed) add((key + count) % count, weight)
    else if (key in weights) add(key, weight)
    else {
      // beyond an end of an open curve stands its second key, mirrored at the end
      const [end, inner] = key < 0 ? [0, 1] : [count - 1, count - 2]
      add(end, 2 * weight)
      add(inner, -weight)
    }
  }
  return weights
}

/** Of the key before the leg, those of its ends, and the key behind it. */
function basis(t: number): readonly number[] {
  return [-t + 2 * t ** 2 - t ** 3, 2 - 5 * t ** 2 + 3 * t ** 3, t + 4 * t ** 2 - 3 * t ** 3, t ** 3 - t ** 2].map((sum) => sum / 2)
}
