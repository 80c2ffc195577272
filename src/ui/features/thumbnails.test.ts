// The slots of the texture atlas.
import { expect, test } from 'vitest'
import { makeLruSlots } from './thumbnails.ts'

test('every image has its own slot; when full, the least recently used one is replaced', () => {
  const slots = makeLruSlots(3)
  expect([7, 8, 9].map(slots.assign)).toEqual([0, 1, 2])
  expect(slots.slotOf(7)).toBe(0)
  expect(slots.assign(10)).toBe(1)
  expect([7, 8, 9, 10].map(slots.slotOf)).toEqual([0, null, 2, 1])
})
