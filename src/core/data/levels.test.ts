import { expect, test } from 'vitest'
import { toEightBits } from './levels.ts'

test('16 bits are rounded to the nearest of 8, and 8 bits stay as they are', () => {
  const deep = { width: 2, height: 1, pixels: Uint16Array.of(0, 128, 129, 65_535, 257 * 100, 65_406, 65_407, 32_768) }
  expect([...toEightBits(deep).pixels]).toEqual([0, 0, 1, 255, 100, 254, 255, 128])
  const pixels = Uint8Array.of(1, 2, 3, 4)
  expect(toEightBits({ width: 1, height: 1, pixels }).pixels).toBe(pixels)
})
