// What every score asks of its features before it believes them, and the words it refuses them with.
import { grouped } from '../data/doctor/sample.ts'
import { FeatureError, type FeatureTable } from '../features/feature-table.ts'

/** "1 real image", "2,000 real images" */
export function counted(count: number, images: string): string {
  return `${grouped(count)} ${count === 1 ? images.replace(/s$/, '') : images}`
}

/** @param images what the rows are, in the plural: "real images" */
export function checkTable(table: FeatureTable, images: string): void {
  const { values, rows, width } = table
  if (rows === 0) throw new FeatureError(`There are no ${images}: add some.`)
  if (width < 1 || values.length !== rows * width) {
    throw new FeatureError(
      `The features of the ${images} hold ${values.length} numbers, which is not ${rows} images of ${width}: compute them again.`,
    )
  }
  const broken = values.findIndex((value) => !Number.isFinite(value))
  if (broken >= 0) {
    throw new FeatureError(
      `The features of ${images.replace(/s$/, '')} ${Math.floor(broken / width) + 1} are not finite numbers: compute them again, or leave that image out.`,
    )
  }
}

export function checkWidths(one: number, other: number): void {
  if (one !== other) {
    throw new FeatureError(`Features of ${one} and of ${other} numbers cannot be compared: compute both with the same network.`)
  }
}

/** Refuses fewer images than a score needs. */
export function checkCount(count: number, least: number, images: string, score: string): void {
  if (count < least) {
    throw new FeatureError(
      `${counted(count, images)} ${count === 1 ? 'is' : 'are'} too few for ${score}: at least ${grouped(least)} are needed. Take more images.`,
    )
  }
}
