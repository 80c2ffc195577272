import { expect, test } from 'vitest'
import { makeLruSlots } from './thumbnails.ts'

test('every image has its own place until there are none left; then the one unseen for longest goes', () => {
  const slots = makeLruSlots(3)
  expect([7, 8, 9].map(slots.assign)).toEqual([0, 1, 2])
  expect(slots.slotOf(7)).toBe(0)
  expect(slots.assign(10)).toBe(1)
  expect([7, 8, 9, 10].map(slots.slotOf)).toEqual([0, null, 2, 1])
})
