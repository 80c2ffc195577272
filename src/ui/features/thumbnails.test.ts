import { expect, test } from 'vitest'
import { makeSlots } from './thumbnails.ts'

test('every image has its own place until there are none left; then the one unseen for longest goes', () => {
  const slots = makeSlots(3)
  expect([7, 8, 9].map(slots.take)).toEqual([0, 1, 2])
  expect(slots.of(7)).toBe(0)
  expect(slots.take(10)).toBe(1)
  expect([7, 8, 9, 10].map(slots.of)).toEqual([0, null, 2, 1])
})
