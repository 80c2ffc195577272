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
 * `slerp` follows the great circle [Shoemake 1985] at constant angular speed, and the length goes linearly from that of a to that of b.
 */
export function interpolate(a: Float32Array, b: Float32Array, t: number, method: InterpolationMethod): Float32Array {
  const [weightA, weightB] = method === 'lerp' ? lerpWeights(t) : slerpWeights(a, b, t)
  return a.map((value, i) => weightA * value + weightB * (b[i] as number))
}

/** Of the corners of a pad: top left, top right, bottom left, bottom right. */
export type Four<T> = readonly [T, T, T, T]

export function ofFour<T, U>([a, b, c, d]: Four<T>, value: (corner: T) => U): Four<U> {
  return [value(a), value(b), value(c), value(d)]
}

/**
 * Between four: along the upper and the lower edge by x, then from one to the other by y, each way a slerp; both 0 to 1. The corners are met exactly,
 * and the edges are the slerps between them.
 */
export function betweenFour([topLeft, topRight, bottomLeft, bottomRight]: Four<Float32Array>, x: number, y: number): Float32Array {
  return interpolate(interpolate(topLeft, topRight, x, 'slerp'), interpolate(bottomLeft, bottomRight, x, 'slerp'), y, 'slerp')
}

/**
 * The point at `at` (0 to 1, where it began) on a circle around the z of a seed, at constant speed and with the norm of that z:
 * cos ρ · z + sin ρ · (cos 2πt · u + sin 2πt · v), where u and v are as long as z and orthogonal to it and to each other, and the same for a seed.
 * In a plane there is no such v, and it is 0: the point swings to and fro.
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

/** What of `direction` is orthogonal to these vectors, which are as long as each other, brought to their length [Gram and Schmidt]; 0 where they span all. */
function orthogonalTo(vectors: readonly Float32Array[], direction: Float32Array): Float32Array {
  const [first] = vectors as [Float32Array]
  if (vectors.length >= first.length) return new Float32Array(first.length) // what is left of it is rounding
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
  const [lengthA, lengthB] = [norm(a), norm(b)]
  const angle = Math.acos(Math.max(-1, Math.min(1, dot(a, b) / (lengthA * lengthB))))
  const sine = Math.sin(angle)
  if (!(sine > 1e-6)) return [1 - t, t] // the same direction, or one is 0 and has none: the circle is a line
  const length = (1 - t) * lengthA + t * lengthB
  return [((Math.sin((1 - t) * angle) / sine) * length) / lengthA, ((Math.sin(t * angle) / sine) * length) / lengthB]
}

export function norm(z: Float32Array): number {
  return Math.sqrt(dot(z, z))
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0 // a loop: directions need hundreds of millions of these products
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}
