// What the tests of the kernels share: random tensors, and how far two results are apart.
import { RandomStream } from '../../spec/rng.ts'
import { sizeOf } from '../shape.ts'

/** Standard normal numbers, the same for the same seed. */
export function normals(shape: readonly number[], seed: number): Float32Array {
  return new RandomStream(seed, 'dataset').normals(sizeOf(shape))
}

/** Largest difference of any two entries, relative to the largest entry: near-zero entries are judged by their neighbours. */
export function relativeError(seen: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (seen.length !== wanted.length) return Number.POSITIVE_INFINITY
  let [difference, largest] = [0, 0]
  for (let i = 0; i < wanted.length; i++) {
    const gap = Math.abs((seen[i] as number) - (wanted[i] as number))
    if (Number.isNaN(gap)) return Number.POSITIVE_INFINITY
    difference = Math.max(difference, gap)
    largest = Math.max(largest, Math.abs(wanted[i] as number))
  }
  return difference === 0 ? 0 : difference / largest
}
