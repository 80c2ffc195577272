// Reducing 16 bits to 8, stretching levels and quarter turns.
import { expect, test } from 'vitest'
import { toEightBits, turnPicture } from './pixels.ts'

test('16 bits are rounded to the nearest of 8, and 8 bits stay as they are', () => {
  const deep = { width: 2, height: 1, pixels: Uint16Array.of(0, 128, 129, 65_535, 257 * 100, 65_406, 65_407, 32_768) }
  expect([...toEightBits(deep).pixels]).toEqual([0, 0, 1, 255, 100, 254, 255, 128])
  const pixels = Uint8Array.of(1, 2, 3, 4)
  expect(toEightBits({ width: 1, height: 1, pixels }).pixels).toBe(pixels)
})

test('12 bits stored as 16 keep 256 steps when they are stretched before they are reduced', () => {
  const pixels = Uint16Array.from({ length: 4096 * 4 }, (_, at) => (at % 4 === 3 ? 65_535 : at >> 2))
  const steps = (levels?: { blackLevel: number; whiteLevel: number }) =>
    new Set(toEightBits({ width: 4096, height: 1, pixels }, levels).pixels.filter((_, at) => at % 4 === 0))
  expect(steps().size).toBe(17)
  expect(steps({ blackLevel: 0, whiteLevel: 16 }).size).toBe(255) // 4,095 is a little below 16 · 257
})

test('levels stretch and clip colours, not alpha', () => {
  const levels = { blackLevel: 50, whiteLevel: 100 }
  const eight = { width: 2, height: 1, pixels: Uint8Array.of(49, 50, 76, 60, 99, 100, 101, 200) }
  expect([...toEightBits(eight, levels).pixels]).toEqual([0, 0, 133, 60, 250, 255, 255, 200])
  const sixteen = { width: 2, height: 1, pixels: Uint16Array.from(eight.pixels, (value) => 257 * value) }
  expect(toEightBits(sixteen, levels).pixels).toEqual(toEightBits(eight, levels).pixels)
})

test('a quarter turn brings the right column to the top, four bring everything back', () => {
  const pixels = new Uint8ClampedArray(Uint32Array.of(9, 9, 9, 9, 1, 2, 3, 4).buffer)
  const pictures = { count: 2, size: 2, pixels }
  const numbers = () => [...new Uint32Array(pixels.buffer)]
  turnPicture(pictures, 1, 1)
  expect(numbers()).toEqual([9, 9, 9, 9, 2, 4, 1, 3]) // numpy.rot90([[1, 2], [3, 4]]) is [[2, 4], [1, 3]]
  turnPicture(pictures, 1, 3)
  expect(numbers()).toEqual([9, 9, 9, 9, 1, 2, 3, 4])
})
