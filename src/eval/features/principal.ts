// The first two principal components of rows.
import type { RandomStream } from '../../spec/rng.ts'
import { checkedValues } from './check.ts'
import type { FeatureTable } from './feature-table.ts'
import { dot } from './vectors.ts'

/** Rounds of orthogonal iteration [Golub and Van Loan 2013, §8.2.4]: enough to initialise a map with. */
const ROUNDS = 30

/** [rows, 2], about 0, the furthest entry 1 away. @param means of the columns */
export function principalPositions(table: FeatureTable, means: Float64Array, stream: RandomStream): Float64Array {
  const { rows, width } = table
  const centred = checkedValues(table, 1).map((value, i) => value - (means[i % width] as number))
  let axes = [new Float64Array(stream.normals(width)), new Float64Array(stream.normals(width))] as const
  const along = new Float64Array(2 * rows)
  for (let round = 0; round <= ROUNDS; round++) {
    axes = orthonormal(...axes)
    const next = [new Float64Array(width), new Float64Array(width)] as const
    for (let row = 0; row < rows; row++) {
      axes.forEach((axis, which) => {
        const place = dot(centred, row * width, axis, 0, width)
        along[2 * row + which] = place
        const sum = next[which] as Float64Array
        for (let i = 0; i < width; i++) sum[i] = (sum[i] as number) + place * (centred[row * width + i] as number)
      })
    }
    axes = next
  }
  const furthest = along.reduce((most, place) => Math.max(most, Math.abs(place)), 0)
  return along.map((place) => place / furthest)
}

/** Of the plane that two vectors span; where they span none, the second is 0. */
function orthonormal(a: Float64Array, b: Float64Array): readonly [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>] {
  const first = unit(a)
  const overlap = dot(first, 0, b, 0, b.length)
  return [first, unit(b.map((value, i) => value - overlap * (first[i] as number)))]
}

function unit(vector: Float64Array): Float64Array<ArrayBuffer> {
  const length = Math.sqrt(dot(vector, 0, vector, 0, vector.length))
  return Float64Array.from(vector, (value) => (length === 0 ? 0 : value / length))
}
