import { expect, test } from 'vitest'
import { type FeatureTable, takeRows } from '../features/feature-table.ts'
import { distanceFromProduct, insertSorted, scanOwnPairs, scanPairs, squaresOf } from './products.ts'
import { gaussianTable } from './test-support.ts'

function product(a: FeatureTable, i: number, b: FeatureTable, j: number): number {
  let sum = 0
  for (let k = 0; k < a.width; k++) sum += (a.values[i * a.width + k] as number) * (b.values[j * b.width + k] as number)
  return sum
}

test.each([
  [1, 1, 1],
  [2, 5, 3],
  [49, 97, 7],
  [96, 48, 5],
])('%i rows meet each of %i rows of width %i, and each other once', (rowsA, rowsB, width) => {
  const [a, b] = [gaussianTable(1, { rows: rowsA, width }), gaussianTable(2, { rows: rowsB, width })]
  const pairs: number[][] = []
  const own: number[][] = []
  scanPairs(a, b, (_, products) => pairs.push(Array.from(products)))
  scanOwnPairs(a, (_, products) => own.push(Array.from(products)))
  const row = (length: number, of: (j: number) => number) => Array.from({ length }, (_, j) => of(j))
  expect(pairs).toEqual(row(rowsA, (i) => i).map((i) => row(rowsB, (j) => product(a, i, b, j))))
  expect(own).toEqual(row(rowsA, (i) => i).map((i) => row(i + 1, (j) => product(a, i, a, j))))
  expect(Array.from(squaresOf(a))).toEqual(row(rowsA, (i) => product(a, i, a, i)))
})

test('equal rows have a distance of exactly 0, at every position', () => {
  const a = gaussianTable(3, { rows: 101, width: 37 })
  const order = Uint32Array.from({ length: 101 }, (_, i) => (i * 10) % 101)
  const b = takeRows(a, order)
  const [squaresA, squaresB] = [squaresOf(a), squaresOf(b)]
  const found: number[] = []
  scanPairs(a, b, (i, products) => {
    const at = order.indexOf(i)
    found.push(distanceFromProduct(squaresA[i] as number, squaresB[at] as number, products[at] as number))
  })
  expect(found).toEqual(new Array(101).fill(0))
})

test('the smallest distances are kept in order', () => {
  const smallest = new Float64Array([9, Infinity, Infinity, Infinity, 9])
  for (const distance of [5, 3, 8, 3, 7]) insertSorted(smallest, 1, 3, distance)
  expect(Array.from(smallest)).toEqual([9, 3, 3, 5, 9])
})
