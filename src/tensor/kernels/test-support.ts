// What the tests of the kernels share: random tensors, and how far two results are apart.
import { RandomStream } from '../rng.ts'

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1)
}

/** Standard normal numbers, the same for the same seed. */
export function normals(shape: readonly number[], seed: number): Float32Array {
  return new RandomStream(seed, 'dataset').normals(sizeOf(shape))
}

/** Largest difference of two entries over the largest entry; infinite where lengths differ, not a number where an entry is none. */
export function relativeError(seen: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (seen.length !== wanted.length) return Number.POSITIVE_INFINITY
  const gaps = Array.from(seen, (value, i) => Math.abs(value - (wanted[i] as number)))
  const gap = largest(gaps)
  return gap === 0 ? 0 : gap / largest(Array.from(wanted, Math.abs))
}

/** The largest entry; one that is not a number counts as largest. */
function largest(values: readonly number[]): number {
  return values.reduce((most, value) => (value <= most ? most : value), 0)
}
