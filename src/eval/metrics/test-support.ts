// What the tests of the scores share: small tables, written out or drawn, and their scores.
import type { ImageBlock } from '../../spec/image-block.ts'
import { RandomStream } from '../../spec/rng.ts'
import type { Scores } from '../../spec/scores.ts'
import type { FeatureTable } from '../features/feature-table.ts'
import type { Sets } from './metric.ts'
import { computeScores } from './score.ts'

export function tableOf(...rows: readonly (readonly number[])[]): FeatureTable {
  return { values: Float32Array.from(rows.flat()), rows: rows.length, width: rows[0]?.length ?? 0 }
}

/** Independent standard normal features. */
export function gaussianTable(seed: number, { rows, width }: { readonly rows: number; readonly width: number }): FeatureTable {
  return { values: new RandomStream(seed, 'sample').normals(rows * width), rows, width }
}

/** Two pictures of the smallest size that has a similarity. */
const PICTURES: ImageBlock = { images: Uint8Array.from({ length: 242 }, (_, i) => (i * 89) % 256), count: 2, size: 11, channels: 1 }

/** The scores of features, with the same two pictures on both sides. */
export function scoreSets(sets: Sets, seed: number, onProgress?: (share: number) => void): Scores {
  return computeScores({ sets, pictures: { real: PICTURES, fake: PICTURES }, seed }, onProgress)
}
