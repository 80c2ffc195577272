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

/**
 * The point at `at` (0 to 1, where it began) on a circle around the z of a seed, at constant speed and with the norm of that z:
 * cos ρ · z + sin ρ · (cos 2πt · u + sin 2πt · v), where u and v are as long as z and orthogonal to it and to each other, and the same for a seed.
 * @param radius ρ in quarter turns: 1 is orthogonal to z
 */
export function circleAround(seed: number, radius: number, at: number, latent: number): Float32Array {
  const z = latentOfSeed(seed, latent)
  const stream = new RandomStream(seed, 'noiseLoop')
  const u = orthogonalTo([z], stream.normals(latent))
  const v = orthogonalTo([z, u], stream.normals(latent))
  const [rho, turn] = [(radius * Math.PI) / 2, 2 * Math.PI * at]
  const weights = [Math.cos(rho), Math.sin(rho) * Math.cos(turn), Math.sin(rho) * Math.sin(turn)] as const
  return z.map((value, i) => weights[0] * value + weights[1] * (u[i] as number) + weights[2] * (v[i] as number))
}

/** What of `direction` is orthogonal to these vectors, which are as long as each other, brought to their length [Gram and Schmidt]. */
function orthogonalTo(vectors: readonly Float32Array[], direction: Float32Array): Float32Array {
  const [first] = vectors as [Float32Array]
  const shares = vectors.map((vector) => dot(vector, direction) / dot(vector, vector))
  const rest = direction.map(
    (value, i) => value - vectors.reduce((sum, vector, k) => sum + (shares[k] as number) * (vector[i] as number), 0),
  )
  const scale = Math.sqrt(dot(first, first) / dot(rest, rest))
  return rest.map((value) => scale * value)
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
