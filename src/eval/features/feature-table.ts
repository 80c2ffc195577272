// A table of features of images, from any network: the input of every metric, clustering and classifier.
import { FeatureError } from '../errors.ts'

/** One row an image: [rows, width], row by row. */
export interface FeatureTable {
  readonly values: Float32Array
  readonly rows: number
  readonly width: number
}

/** The rows with these indices, in that order. */
export function takeRows({ values, width }: FeatureTable, rows: ArrayLike<number>): FeatureTable {
  const taken = new Float32Array(rows.length * width)
  for (let i = 0; i < rows.length; i++) {
    const from = (rows[i] as number) * width
    taken.set(values.subarray(from, from + width), i * width)
  }
  return { values: taken, rows: rows.length, width }
}

/** The rows of several tables, one table after another. @throws FeatureError where they are of different widths */
export function joinTables(tables: readonly FeatureTable[]): FeatureTable {
  const width = tables[0]?.width ?? 0
  if (tables.some((table) => table.width !== width))
    throw new FeatureError('These features are of different widths: take them from the same layer.')
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const values = new Float32Array(rows * width)
  let end = 0
  for (const table of tables) {
    values.set(table.values, end)
    end += table.values.length
  }
  return { values, rows, width }
}

/** Splits rows that hold those of several tables side by side, [count, all widths], into the tables, from row `first` on. */
export function splitRows(numbers: Float32Array, tables: readonly FeatureTable[], first: number, count: number): void {
  let at = 0
  for (let row = first; row < first + count; row++) {
    for (const { values, width } of tables) {
      values.set(numbers.subarray(at, at + width), row * width)
      at += width
    }
  }
}
