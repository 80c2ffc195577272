// Normalises features: rows to unit length, so that distances are angles, or columns to unit variance, so that none dominates.

import { FeatureError } from '../errors.ts'
import { checkedValues } from './check.ts'
import type { FeatureTable } from './feature-table.ts'

/** Every row divided by its length. @throws FeatureError where a row has none */
export function unitRows(table: FeatureTable): FeatureTable {
  const { rows, width } = table
  const values = checkedValues(table, 1)
  const lengths = lengthsOf(values, rows, width)
  return { values: Float32Array.from(values, (value, i) => value / (lengths[Math.floor(i / width)] as number)), rows, width }
}

/** The same, but a row without a length stays 0: it has no direction. */
export function directions({ values, rows, width }: FeatureTable): FeatureTable {
  const unit = new Float32Array(values.length)
  for (let row = 0; row < rows; row++) {
    const own = values.subarray(row * width, (row + 1) * width)
    const length = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0)) || 1
    unit.set(own.map((value) => value / length), row * width) // biome-ignore format: one line says it
  }
  return { values: unit, rows, width }
}

/** The length of every row. @throws FeatureError where one is 0 */
export function lengthsOf(values: Float64Array, rows: number, width: number): Float64Array {
  const lengths = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    let sum = 0
    for (let i = row * width; i < (row + 1) * width; i++) sum += (values[i] as number) ** 2
    if (sum === 0)
      throw new FeatureError(`All features of image ${row + 1} are 0, so it is like no other: leave it out, or take another layer.`)
    lengths[row] = Math.sqrt(sum)
  }
  return lengths
}

export interface Scaling {
  /** [width] each: what is subtracted from a column, and what it is then divided by. */
  readonly means: Float64Array
  readonly deviations: Float64Array
}

/** Mean and standard deviation (over n) of each column; a column that does not vary is divided by 1. @throws FeatureError where none varies */
export function scalingOf(table: FeatureTable): Scaling {
  const { rows, width } = table
  const values = checkedValues(table, 2)
  const means = new Float64Array(width)
  const deviations = new Float64Array(width)
  values.forEach((value, i) => {
    means[i % width] = (means[i % width] as number) + value / rows
  })
  values.forEach((value, i) => {
    deviations[i % width] = (deviations[i % width] as number) + (value - (means[i % width] as number)) ** 2 / rows
  })
  for (let column = 0; column < width; column++) {
    const mean = means[column] as number
    const deviation = Math.sqrt(deviations[column] as number)
    deviations[column] = deviation > ROUNDING * Math.abs(mean) ? deviation : 0
  }
  if (deviations.every((deviation) => deviation === 0)) {
    throw new FeatureError(
      'All these images have the same features: there is nothing to tell them apart by. Take other images or another layer.',
    )
  }
  return { means, deviations: deviations.map((deviation) => deviation || 1) }
}

/** Spread that is nothing but rounding, as a share of the mean. */
const ROUNDING = 1e-12

/** Every column scaled, [rows, width]. */
export function scaled(table: FeatureTable, { means, deviations }: Scaling): Float64Array {
  const values = checkedValues(table, 1)
  if (table.width !== means.length) {
    throw new FeatureError(`These features are ${table.width} wide, those learnt from were ${means.length}: take them from the same layer.`)
  }
  return values.map((value, i) => (value - (means[i % table.width] as number)) / (deviations[i % table.width] as number))
}
