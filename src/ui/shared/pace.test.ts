import { expect, test } from 'vitest'
import { addMark, type Marks, paceOf } from './pace.ts'

const after = (...marks: [at: number, done: number][]) => marks.reduce<Marks>((all, [at, done]) => addMark(all, { at, done }), [])

test('pace and time left come from the last seconds, not from a slow start', () => {
  expect(paceOf(after([0, 0], [2000, 200]), { total: 1000 })).toEqual({ perSecond: 100, left: 8 })
  expect(paceOf(after([0, 0], [10_000, 10], [12_000, 210]), { total: 1210 })).toEqual({ perSecond: 100, left: 10 })
})

test('work that is slower than the window still has a pace', () => {
  expect(paceOf(after([0, 0], [8000, 20], [16_000, 40]), { total: 100 })).toEqual({ perSecond: 2.5, left: 24 })
})

test('too early, or without any progress, nothing is said', () => {
  expect(paceOf([], { total: 9 })).toBeNull()
  expect(paceOf(after([0, 0], [900, 90]), { total: 1000 })).toBeNull()
  expect(paceOf(after([0, 5], [2000, 5]), { total: 1000 })).toBeNull()
})

test('a total that was outrun leaves no time', () => {
  expect(paceOf(after([0, 0], [2000, 200]), { total: 150 })?.left).toBe(0)
})
