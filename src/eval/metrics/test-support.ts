// What the tests of the scores share: small tables, written out or drawn, also as the oracle draws them, and their scores.
import { expect } from 'vitest'
import type { ImageBlock } from '../../spec/image-block.ts'
import { RandomStream } from '../../spec/rng.ts'
import type { Scores } from '../../spec/scores.ts'
import type { FeatureTable } from '../features/feature-table.ts'
import type { SetClasses, Sets } from './metric.ts'
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

interface Asked {
  readonly classes?: SetClasses
  readonly onProgress?: (share: number) => void
}

/** The scores of features, with the same two pictures on both sides. */
export function scoreSets(sets: Sets, seed: number, { classes, onProgress }: Asked = {}): Scores {
  return computeScores({ sets, pictures: { real: PICTURES, fake: PICTURES }, ...(classes && { classes }), seed }, onProgress)
}

const TOLERANCE = 1e-6

/** Every number of what is expected, as a share of itself. */
export function expectClose(seen: Readonly<Record<string, unknown>>, expected: Readonly<Record<string, number | readonly number[]>>): void {
  for (const [name, wanted] of Object.entries(expected)) {
    const values = [seen[name] as number | ArrayLike<number>].flatMap((value) => (typeof value === 'number' ? value : Array.from(value)))
    const errors = [wanted].flat().map((value, i) => Math.abs((values[i] as number) - value) / Math.max(Math.abs(value), TOLERANCE))
    expect(Math.max(...errors), `${name}: ${values} for ${wanted}`).toBeLessThan(TOLERANCE)
  }
}

/** The minimal standard generator [Park and Miller 1988], as the oracle has it. */
export function createBits(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 16807) % 2147483647
    return state
  }
}

export interface Recipe {
  readonly seed: number
  readonly rows: number
  readonly width: number
  readonly offset?: number
  readonly scale?: number
  readonly dependent?: boolean
}

export function drawTable({ seed, rows, width, offset = 0, scale = 1, dependent = false }: Recipe): FeatureTable {
  const bits = createBits(seed)
  const values = new Float32Array(rows * width)
  for (let first = 0; first < values.length; first += width) {
    let before = 0
    for (let k = 0; k < width; k++) {
      before = 0.5 * before + (2 * (bits() / 2147483647) - 1)
      values[first + k] = offset + scale * before
    }
    if (dependent) values.set([0, values[first + 4] as number, 2 * (values[first + 4] as number)], first + 3)
  }
  return { values, rows, width }
}
