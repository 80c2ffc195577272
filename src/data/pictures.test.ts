// Turning a picture: counter-clockwise by quarter turns, the others untouched.
import { expect, test } from 'vitest'
import { turnPicture } from './pictures.ts'

test('a quarter turn brings the right column to the top, four bring everything back', () => {
  const pixels = new Uint8ClampedArray(Uint32Array.of(9, 9, 9, 9, 1, 2, 3, 4).buffer)
  const pictures = { count: 2, size: 2, pixels }
  const numbers = () => [...new Uint32Array(pixels.buffer)]
  turnPicture(pictures, 1, 1)
  expect(numbers()).toEqual([9, 9, 9, 9, 2, 4, 1, 3]) // numpy.rot90([[1, 2], [3, 4]]) is [[2, 4], [1, 3]]
  turnPicture(pictures, 1, 3)
  expect(numbers()).toEqual([9, 9, 9, 9, 1, 2, 3, 4])
})
