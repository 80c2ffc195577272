// Points of the latent space: the z of a seed, and the ways between two of them.
import type { InterpolationMethod } from '../../spec/report.ts'
import { RandomStream } from '../../spec/rng.ts'

/** The z of a sample seed, standard normal: the same on every device, in every run and at every step. */
export function latentOfSeed(seed: number, latent: number): Float32Array {
  return new RandomStream(seed, 'sample').normals(latent)
}

/**
 * The point at t between a (t = 0) and b (t = 1).
 * `lerp` is corrected to keep the norm of a Gaussian: ((1 - t) a + t b) / √((1 - t)² + t²), as in the published SS-GAN demo.
 * `slerp` follows the great circle [Shoemake 1985].
 */
export function interpolate(a: Float32Array, b: Float32Array, t: number, method: InterpolationMethod): Float32Array {
  const [weightA, weightB] = method === 'lerp' ? lerpWeights(t) : slerpWeights(a, b, t)
  return a.map((value, i) => weightA * value + weightB * (b[i] as number))
}

function lerpWeights(t: number): [number, number] {
  const norm = Math.hypot(1 - t, t)
  return [(1 - t) / norm, t / norm]
}

function slerpWeights(a: Float32Array, b: Float32Array, t: number): [number, number] {
  const cosine = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
  const angle = Math.acos(Math.max(-1, Math.min(1, cosine)))
  const sine = Math.sin(angle)
  if (sine < 1e-6) return [1 - t, t] // the same direction: the circle is a line
  return [Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine]
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0)
}
