// Nearest neighbours of images by the cosine of their features, by exhaustive search.

import { FeatureError } from '../errors.ts'
import { checkedValues } from './check.ts'
import type { FeatureTable } from './feature-table.ts'
import { lengthsOf } from './normalise.ts'
import { products } from './vectors.ts'

/** The k nearest others of each requested row, nearest first; of equally near ones the first comes first. */
export interface Neighbours {
  readonly k: number
  /** [requested rows, k] each; similarity is the cosine of the angle, 1 for the same direction. */
  readonly rows: Uint32Array
  readonly similarities: Float64Array
}

/** The k nearest of one row, and how similar all others are to it in the mean. @throws FeatureError */
export function neighboursOf(table: FeatureTable, row: number, k: number): Neighbours & { readonly meanSimilarity: number } {
  const { rows, width } = table
  if (!(row >= 0 && row < rows)) throw new FeatureError(`There is no image ${row + 1}: there are ${rows}.`)
  const values = prepared(table, k)
  const found = emptyLists(1, k)
  const similarities = new Float64Array(rows)
  products(values, row * width, values, 0, rows, width, similarities)
  let sum = 0
  similarities.forEach((similarity, other) => {
    if (other === row) return
    insert(found, 0, other, similarity)
    sum += similarity
  })
  return { ...found, meanSimilarity: sum / (rows - 1) }
}

/** The k nearest of every row. @throws FeatureError */
export function allNeighbours(table: FeatureTable, k: number, onProgress?: (share: number) => void): Neighbours {
  const { rows, width } = table
  const values = prepared(table, k)
  const found = emptyLists(rows, k)
  const similarities = new Float64Array(ROWS_AT_ONCE)
  for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
    for (let row = from + 1; row < rows; row++) {
      const count = Math.min(ROWS_AT_ONCE, row - from) // each pair once
      products(values, row * width, values, from, count, width, similarities)
      for (let i = 0; i < count; i++) {
        insert(found, row, from + i, similarities[i] as number)
        insert(found, from + i, row, similarities[i] as number)
      }
    }
    onProgress?.(1 - Math.max(0, 1 - (from + ROWS_AT_ONCE) / rows) ** 2)
  }
  return found
}

/** Rows that stay in the processor's cache while all others are compared with them. */
const ROWS_AT_ONCE = 64

/** Rows of length 1. */
function prepared(table: FeatureTable, k: number): Float64Array {
  const { rows, width } = table
  if (!(Number.isInteger(k) && k >= 1)) throw new FeatureError('Ask for at least one neighbour.')
  const values = checkedValues(table, k + 1)
  const lengths = lengthsOf(values, rows, width)
  return values.map((value, i) => value / (lengths[Math.floor(i / width)] as number))
}

function emptyLists(asked: number, k: number): Neighbours {
  return { k, rows: new Uint32Array(asked * k), similarities: new Float64Array(asked * k).fill(Number.NEGATIVE_INFINITY) }
}

/** Candidates of a list come in ascending order, so one that is only as near as another belongs behind it. */
function insert({ k, rows, similarities }: Neighbours, list: number, row: number, similarity: number): void {
  const first = list * k
  let place = first + k - 1
  if (!(similarity > (similarities[place] as number))) return
  while (place > first && similarity > (similarities[place - 1] as number)) {
    similarities[place] = similarities[place - 1] as number
    rows[place] = rows[place - 1] as number
    place--
  }
  similarities[place] = similarity
  rows[place] = row
}
