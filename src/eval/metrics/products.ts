// Dot products of all pairs of rows, where every score spends its time. They are computed strip by strip in float64, so that memory is bounded
// for any number of images, and in tiles of 3 x 3, so that each loaded number is used three times.
import type { FeatureTable } from '../features/feature-table.ts'

/** Rows of a tile and of a strip; a strip holds whole tiles. */
const TILE = 3
const STRIP = 48

/** Called with the multiplications that have been done since the last call. */
export type OnWork = (multiplications: number) => void

/** Rows that are filled up with rows of zeros to whole tiles. */
export function wholeTiles(rows: number): number {
  return Math.ceil(rows / TILE) * TILE
}

/**
 * target[at + i · stride + j] += Σ_k a[i, k] · b[j, k], for a and b of whole tiles. The sum runs from first to last for every pair, so
 * equal rows have equal products to the last bit, and are exactly 0 apart.
 */
export function addProducts(a: Float64Array, b: Float64Array, width: number, target: Float64Array, at: number, stride: number): void {
  for (let i = 0; i < a.length; i += TILE * width) {
    for (let j = 0; j < b.length; j += TILE * width) {
      const place = at + (i / width) * stride + j / width
      addTile(a.subarray(i, i + TILE * width), b.subarray(j, j + TILE * width), width, target, place, stride)
    }
  }
}

function addTile(a: Float64Array, b: Float64Array, width: number, target: Float64Array, at: number, stride: number): void {
  let [s00, s01, s02, s10, s11, s12, s20, s21, s22] = [0, 0, 0, 0, 0, 0, 0, 0, 0]
  for (let k = 0; k < width; k++) {
    const a0 = a[k] as number
    const a1 = a[k + width] as number
    const a2 = a[k + 2 * width] as number
    const b0 = b[k] as number
    const b1 = b[k + width] as number
    const b2 = b[k + 2 * width] as number
    s00 += a0 * b0
    s01 += a0 * b1
    s02 += a0 * b2
    s10 += a1 * b0
    s11 += a1 * b1
    s12 += a1 * b2
    s20 += a2 * b0
    s21 += a2 * b1
    s22 += a2 * b2
  }
  const sums = [s00, s01, s02, s10, s11, s12, s20, s21, s22]
  for (let pair = 0; pair < sums.length; pair++) {
    const place = at + Math.floor(pair / TILE) * stride + (pair % TILE)
    target[place] = (target[place] as number) + (sums[pair] as number)
  }
}

/** Rows of a table in float64, filled up to whole tiles. */
function packRows({ values, rows, width }: FeatureTable, first: number, count: number): Float64Array {
  const taken = Math.min(count, rows - first)
  const packed = new Float64Array(wholeTiles(taken) * width)
  packed.set(values.subarray(first * width, (first + taken) * width))
  return packed
}

/** A row's products with the rows 0, 1, 2, … of the other table. The array is reused: copy what is to be kept. */
export type VisitRow = (row: number, products: Float64Array) => void

function scan(a: FeatureTable, b: FeatureTable, lower: boolean, visit: VisitRow, onWork: OnWork | undefined): void {
  const { width } = a
  const stride = wholeTiles(b.rows)
  const strip = new Float64Array(STRIP * stride)
  for (let first = 0; first < a.rows; first += STRIP) {
    const count = Math.min(STRIP, a.rows - first)
    const columns = lower ? first + count : b.rows
    const packed = packRows(a, first, count)
    strip.fill(0)
    for (let column = 0; column < columns; column += STRIP) {
      addProducts(packed, packRows(b, column, STRIP), width, strip, column, stride)
    }
    for (let i = 0; i < count; i++) {
      visit(first + i, strip.subarray(i * stride, i * stride + (lower ? first + i + 1 : b.rows)))
    }
    onWork?.(count * columns * width)
  }
}

/** Every row of one table with all rows of another of the same width. */
export function scanPairs(a: FeatureTable, b: FeatureTable, visit: VisitRow, onWork?: OnWork): void {
  scan(a, b, false, visit, onWork)
}

/** Every row with the rows up to itself: each pair once, and each row's own square as the last of its products. */
export function scanOwnPairs(table: FeatureTable, visit: VisitRow, onWork?: OnWork): void {
  scan(table, table, true, visit, onWork)
}

/** Squared lengths of the rows, to the last bit as the scans have them. */
export function squaresOf({ values, rows, width }: FeatureTable): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0
    for (const value of values.subarray(row * width, (row + 1) * width)) sum += value * value // a power would round otherwise
    return sum
  })
}

/** |x - y|² from |x|², |y|² and x·y; rounding must not take it below 0. */
export function distanceFromProduct(squareX: number, squareY: number, product: number): number {
  return Math.max(0, squareX + squareY - 2 * product)
}

/** Puts a distance in its place among the `count` smallest from `first` on, which ascend, and drops the largest. */
export function insertSorted(smallest: Float64Array, first: number, count: number, distance: number): void {
  let at = first + count - 1
  if (!(distance < (smallest[at] as number))) return
  for (; at > first && (smallest[at - 1] as number) > distance; at--) smallest[at] = smallest[at - 1] as number
  smallest[at] = distance
}
