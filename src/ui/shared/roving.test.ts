// Keys that move through a grid.
import { expect, test } from 'vitest'
import { moveInGrid, moveInLongGrid } from './roving.ts'

const COLUMNS = 4
const move = (key: string, index: number, ctrlKey = false) => moveInLongGrid({ key, ctrlKey }, index, 18, COLUMNS, 2)

test('arrows, Home and End stay in their row or column', () => {
  expect([move('ArrowLeft', 5), move('ArrowRight', 5), move('ArrowUp', 5), move('ArrowDown', 5)]).toEqual([4, 6, 1, 9])
  expect([move('ArrowLeft', 4), move('ArrowRight', 7), move('ArrowUp', 3), move('ArrowDown', 14)]).toEqual([null, null, null, null])
  expect([move('Home', 6), move('End', 5), move('End', 16)]).toEqual([4, 7, 17])
})

test('page keys move by several rows and stop at the ends', () => {
  expect([move('PageDown', 1), move('PageDown', 13), move('PageUp', 10), move('PageUp', 6)]).toEqual([9, 17, 2, 2])
})

test('Ctrl with Home and End goes to the first and last cell', () => {
  expect([move('Home', 9, true), move('End', 2, true)]).toEqual([0, 17])
})

test('without a page size, page keys are not handled', () => {
  expect([moveInGrid('PageUp', 10, 18, COLUMNS), moveInGrid('PageDown', 10, 18, COLUMNS)]).toEqual([null, null])
})
