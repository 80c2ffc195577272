// What becomes of a number that does not fit the field it was typed into.
import { expect, test } from 'vitest'
import { isWithin, nearestWithin, read } from './within.ts'

const SECONDS = { min: 1, max: 60, step: 1 }
const RADIUS = { min: 0.05, max: 2, step: 0.01 }

test('a number that is out of bounds, or not whole where it must be, gives way to the nearest that fits', () => {
  const left = (text: string, bounds = SECONDS) => nearestWithin(bounds, read(text))
  expect([left('120'), left('0'), left('-3'), left('2.6'), left('7')]).toEqual([60, 1, 1, 3, 7])
  expect([left('1.25', RADIUS), left('9', RADIUS)]).toEqual([1.25, 2])
})

test('what is no number is within no bounds, and nothing is near to it', () => {
  for (const text of ['', '  ', 'abc']) {
    expect(isWithin(SECONDS, read(text))).toBe(false)
    expect(nearestWithin(SECONDS, read(text))).toBeNull()
  }
  expect(isWithin(SECONDS, 2.5)).toBe(false)
  expect(isWithin(RADIUS, 0.5)).toBe(true)
})
