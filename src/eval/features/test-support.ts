// What the tests of features share: the rows that scikit-learn was given (reference/features_fixture.py), and smaller ones.
import type { FeatureTable } from './feature-table.ts'
import fixture from './features.fixture.json' with { type: 'json' }

export { fixture }

/** Blobs around drawn centres by the generator of Park and Miller (1988); row i belongs to blob i mod `blobs`. */
export function fixtureTable(): FeatureTable {
  const { rows, width, blobs, seed, spread } = fixture
  let state = seed
  const uniform = () => {
    state = (state * 16807) % 2147483647
    return 2 * (state / 2147483647) - 1
  }
  const centres = Float64Array.from({ length: blobs * width }, uniform)
  const values = Float32Array.from({ length: rows * width }, (_, i) => {
    const blob = Math.floor(i / width) % blobs
    return (centres[blob * width + (i % width)] as number) + spread * uniform()
  })
  return { values, rows, width }
}

export function tableOf(...rows: readonly (readonly number[])[]): FeatureTable {
  return { values: Float32Array.from(rows.flat()), rows: rows.length, width: rows[0]?.length ?? 0 }
}

/** The label of each row of the fixture. */
export const fixtureLabels = Array.from({ length: fixture.rows }, (_, i) => `blob ${i % fixture.blobs}`)
