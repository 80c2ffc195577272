// How large a picture is shown.
import { expect, test } from 'vitest'
import { wholeSide } from './whole-pixels.ts'

test('each pixel of a picture is a whole number of pixels of the screen', () => {
  expect(wholeSide(32, 400, 1)).toBe(384)
  expect(wholeSide(32, 400, 1.5)).toBe((32 * 18) / 1.5)
  expect(wholeSide(64, 390, 3)).toBe(384)
})

test('a picture that is larger than its room is shrunk', () => {
  expect(wholeSide(128, 100, 1)).toBe(100)
})
