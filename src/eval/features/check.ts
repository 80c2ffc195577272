// Checks before every computation on features: the table is consistent and all numbers are finite.
import { grouped } from '../../spec/words.ts'
import { FeatureError } from '../errors.ts'
import type { FeatureTable } from './feature-table.ts'

/**
 * @param images what the rows are, in the plural: "real images"
 * @throws FeatureError where there are none, or where a value is not a finite number
 */
export function checkTable({ values, rows, width }: FeatureTable, images = 'images'): void {
  if (rows === 0) throw new FeatureError(`There are no ${images}: add some.`)
  if (width < 1 || values.length !== rows * width) {
    throw new FeatureError(
      `The features of the ${images} hold ${values.length} numbers, which is not ${rows} images of ${width}: compute them again.`,
    )
  }
  const broken = values.findIndex((value) => !Number.isFinite(value))
  if (broken >= 0) {
    const one = `${images.replace(/s$/, '')} ${Math.floor(broken / width) + 1}`
    throw new FeatureError(`The features of ${one} are not finite numbers: compute them again, or leave that image out.`)
  }
}

/** @throws FeatureError where there are fewer rows than the work needs */
export function checkRows(table: FeatureTable, least: number): void {
  checkTable(table)
  const { rows } = table
  if (rows < least) {
    throw new FeatureError(`This needs at least ${grouped(least)} images; there ${rows === 1 ? 'is 1' : `are ${rows}`}. Take more images.`)
  }
}

/** The values in double precision, in which everything here is computed. @throws FeatureError as `checkRows` */
export function checkedValues(table: FeatureTable, least: number): Float64Array {
  checkRows(table, least)
  return new Float64Array(table.values)
}

/** @throws FeatureError where there are more or fewer of something than there are images */
export function checkLength({ rows }: Pick<FeatureTable, 'rows'>, { length }: ArrayLike<unknown>, what: string): void {
  if (length !== rows) throw new FeatureError(`There are ${length} ${what} for ${rows} images: they belong to different sets.`)
}
