// What becomes of a number that does not fit the field it was typed into.
import { expect, test } from 'vitest'
import { readNumber, roundTo } from './typed-number.ts'

const SHARE = { min: 0, max: 1.5, step: 0.01 }

test('a typed number may be finer than the steps of its slider, with a point or a comma', () => {
  expect(readNumber('0.1234', SHARE)).toEqual({ fits: true, value: 0.1234 })
  expect(readNumber(' 0,5 ', SHARE)).toEqual({ fits: true, value: 0.5 })
  expect(readNumber('−2', { min: -3, max: 3, step: 0.1 })).toEqual({ fits: true, value: -2 })
})

test('what does not fit has a nearest number, and what is no number none', () => {
  expect(readNumber('7', SHARE)).toEqual({ fits: false, value: 1.5 })
  expect(readNumber('2.4', { min: 0, max: 9, step: 1 })).toEqual({ fits: false, value: 2 })
  for (const text of ['', 'abc', '1e999', 'NaN']) expect(readNumber(text, SHARE)).toEqual({ fits: false, value: null })
})

test('numbers are shown to a tenth of the step', () => {
  expect(roundTo(0.01, 1 / 3)).toBe(0.333)
  expect(roundTo(0.1, 2)).toBe(2)
  expect(roundTo(1, 41.6)).toBe(42)
})
