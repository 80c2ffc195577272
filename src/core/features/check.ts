// What every piece of work on features asks of them first: a table that holds together and nothing but numbers.
import { FeatureError, type FeatureTable } from './feature-table.ts'

/**
 * @param atLeast rows that the work needs
 * @throws FeatureError where there are fewer, or where a value is not a number
 */
export function checkTable({ values, rows, width }: FeatureTable, atLeast: number): void {
  if (rows === 0) throw new FeatureError('There are no images to work on.')
  if (values.length !== rows * width || width < 1) {
    throw new FeatureError(`The features do not hold together: ${values.length} numbers are not ${rows} rows of ${width}. Make them again.`)
  }
  if (rows < atLeast) {
    throw new FeatureError(`This needs at least ${atLeast} images; there ${rows === 1 ? 'is 1' : `are ${rows}`}.`)
  }
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      const image = Math.floor(i / width) + 1
      throw new FeatureError(`The features of image ${image} are not all numbers: the network that made them is broken. Take another.`)
    }
  }
}

/** The values in double precision, in which everything here is worked out. @throws FeatureError as `checkTable` */
export function checkedValues(table: FeatureTable, atLeast: number): Float64Array {
  checkTable(table, atLeast)
  return new Float64Array(table.values)
}

/** @throws FeatureError where something that is said of each image is said of more or fewer */
export function checkCount({ rows }: Pick<FeatureTable, 'rows'>, { length }: ArrayLike<unknown>, what: string): void {
  if (length !== rows) throw new FeatureError(`There are ${length} ${what} for ${rows} images: they belong to different sets.`)
}

/** The rows of these numbers, in that order. */
export function rowsOf({ values, width }: FeatureTable, rows: ArrayLike<number>): FeatureTable {
  const taken = new Float32Array(rows.length * width)
  for (let i = 0; i < rows.length; i++) {
    const from = (rows[i] as number) * width
    taken.set(values.subarray(from, from + width), i * width)
  }
  return { values: taken, rows: rows.length, width }
}

/** At most that many of the numbers 0 to count - 1, drawn from the stream without repeats, in ascending order. */
export function sampleRows(count: number, limit: number, stream: { permutation(count: number): Uint32Array }): Uint32Array {
  if (count <= limit) return Uint32Array.from({ length: count }, (_, i) => i)
  return stream.permutation(count).slice(0, limit).sort()
}
