import { expect, test } from 'vitest'
import { dealRows, takeRows } from './feature-table.ts'
import { tableOf } from './test-support.ts'

test('rows are taken in the order asked for', () => {
  expect(takeRows(tableOf([1, 2], [3, 4], [5, 6]), [2, 0])).toEqual(tableOf([5, 6], [1, 2]))
})

test('rows side by side are dealt to the tables they belong to', () => {
  const tables = [tableOf([0], [0], [0]), tableOf([0, 0], [0, 0], [0, 0])]
  dealRows(Float32Array.of(1, 2, 3, 4, 5, 6, 9), tables, 1, 2)
  expect(tables).toEqual([tableOf([0], [1], [4]), tableOf([0, 0], [2, 3], [5, 6])])
})
