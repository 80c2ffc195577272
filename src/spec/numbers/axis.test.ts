// Ticks and places on the axes of charts.
import { expect, test } from 'vitest'
import { place, roundAxis, stepAxis } from './axis.ts'

test('an axis begins and ends at round ticks around its values, whatever their size', () => {
  expect(roundAxis(0.13, 2.9, 4)).toEqual({ low: 0, high: 3, ticks: [0, 1, 2, 3] })
  expect(roundAxis(-1.2, 0.3, 4)).toEqual({ low: -1.5, high: 0.5, ticks: [-1.5, -1, -0.5, 0, 0.5] })
  expect(roundAxis(0.0001, 0.0004, 4).ticks).toEqual([0.0001, 0.0002, 0.0003, 0.0004])
  expect(roundAxis(0, 0.9, 9).ticks).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
  expect(roundAxis(-3e30, 7e30, 4)).toMatchObject({ low: -5e30, high: 7.5e30 })
})

test('values that are all the same have room above and below', () => {
  for (const value of [0, 5, -0.01, 1e-30]) {
    const { low, high, ticks } = roundAxis(value, value, 4)
    expect([low < value, value < high, ticks.length > 1]).toEqual([true, true, true])
  }
})

test('ticks of steps are whole, and the axis ends with the last step; a single step has room', () => {
  expect(stepAxis(3, 307, 6)).toEqual({ low: 3, high: 307, ticks: [100, 200, 300] })
  expect(stepAxis(1, 4, 7).ticks).toEqual([1, 2, 3, 4])
  expect(stepAxis(10, 10, 7)).toMatchObject({ low: 0, high: 20 })
  expect(stepAxis(0, 0, 7)).toMatchObject({ low: 0, high: 1, ticks: [0, 1] })
})

test('a value lies where its share of the axis says, also downwards', () => {
  const axis = { low: -1, high: 3, ticks: [] }
  expect([-1, 0, 3].map((value) => place(axis, value, 100, 300))).toEqual([100, 150, 300])
  expect([-1, 0, 3].map((value) => place(axis, value, 300, 100))).toEqual([300, 250, 100])
})
