import { expect, test } from 'vitest'
import { splitRows, takeRows } from './feature-table.ts'
import { tableOf } from './test-support.ts'

test('rows are taken in the given order', () => {
  expect(takeRows(tableOf([1, 2], [3, 4], [5, 6]), [2, 0])).toEqual(tableOf([5, 6], [1, 2]))
})

test('rows side by side are split into their tables', () => {
  const tables = [tableOf([0], [0], [0]), tableOf([0, 0], [0, 0], [0, 0])]
  splitRows(Float32Array.of(1, 2, 3, 4, 5, 6, 9), tables, 1, 2)
  expect(tables).toEqual([tableOf([0], [1], [4]), tableOf([0, 0], [2, 3], [5, 6])])
})
