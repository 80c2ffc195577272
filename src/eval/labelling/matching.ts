// The best one-to-one matching of rows with columns, by the Hungarian method [Kuhn 1955; Munkres 1957].
import munkres from 'munkres'

/**
 * For each row the column that it is matched with, so that the sum of the matched values is largest; null where there are fewer columns and
 * it has none.
 * @param values [rows][columns], finite
 */
export function bestMatching(values: readonly (readonly number[])[]): (number | null)[] {
  const matched = values.map((): number | null => null)
  for (const [row, column] of munkres(values.map((line) => line.map((value) => -value)))) matched[row] = column
  return matched
}
