// What the tests of the scores share: small tables, written out or drawn.
import { RandomStream } from '../../spec/rng.ts'
import type { FeatureTable } from '../features/feature-table.ts'

export function tableOf(...rows: readonly (readonly number[])[]): FeatureTable {
  return { values: Float32Array.from(rows.flat()), rows: rows.length, width: rows[0]?.length ?? 0 }
}

/** Independent standard normal features. */
export function gaussianTable(seed: number, { rows, width }: { readonly rows: number; readonly width: number }): FeatureTable {
  return { values: new RandomStream(seed, 'sample').normals(rows * width), rows, width }
}
