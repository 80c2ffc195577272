// Rate and time left of work.
import { expect, test } from 'vitest'
import { addMark, type Marks, paceOf } from './pace.ts'

const after = (...marks: [at: number, done: number][]) => marks.reduce<Marks>((all, [at, done]) => addMark(all, { at, done }), [])

test('rate and time left come from the last seconds, not from a slow start', () => {
  expect(paceOf(after([0, 0], [2000, 200]), { total: 1000 })).toEqual({ perSecond: 100, left: 8 })
  expect(paceOf(after([0, 0], [10_000, 10], [12_000, 210]), { total: 1210 })).toEqual({ perSecond: 100, left: 10 })
})

test('work slower than the window still has a rate', () => {
  expect(paceOf(after([0, 0], [8000, 20], [16_000, 40]), { total: 100 })).toEqual({ perSecond: 2.5, left: 24 })
})

test('too early, or without progress, there is no rate', () => {
  expect(paceOf([], { total: 9 })).toBeNull()
  expect(paceOf(after([0, 0], [900, 90]), { total: 1000 })).toBeNull()
  expect(paceOf(after([0, 5], [2000, 5]), { total: 1000 })).toBeNull()
})

test('beyond the total no time is left', () => {
  expect(paceOf(after([0, 0], [2000, 200]), { total: 150 })?.left).toBe(0)
})
