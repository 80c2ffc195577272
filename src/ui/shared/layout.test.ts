// The number of columns of the page.
import { expect, test } from 'vitest'
import { columnsFor } from './layout.ts'

const columnsAt = (pixels: number, text: number) => columnsFor(pixels / text)

test('a wider window has more columns, larger text fewer', () => {
  expect([360, 768, 1440, 1920, 2560].map((width) => columnsAt(width, 16))).toEqual([1, 2, 3, 4, 4])
  expect([719, 720, 1119, 1120, 1855, 1856].map((width) => columnsAt(width, 16))).toEqual([1, 2, 2, 3, 3, 4])
  expect([720, 1440, 2560].map((width) => columnsAt(width, 32))).toEqual([1, 2, 3])
})
