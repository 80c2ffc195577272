// Which samples a kept wall has.
import { expect, test } from 'vitest'
import { picturesOnWall } from './kept-wall.ts'

/** Three pictures of one pixel. */
const WALL = {
  step: 5,
  seeds: [1, 2, 3],
  pictures: { count: 3, size: 1, pixels: Uint8ClampedArray.of(1, 1, 1, 255, 2, 2, 2, 255, 3, 3, 3, 255) },
}

test('samples are found by their seeds, in the order asked for', () => {
  expect(picturesOnWall(WALL, [{ seed: 3 }, { seed: 1 }])).toEqual({
    count: 2,
    size: 1,
    pixels: Uint8ClampedArray.of(3, 3, 3, 255, 1, 1, 1, 255),
  })
  expect(picturesOnWall(WALL, [{ seed: 1 }, { seed: 4 }])).toBeNull()
})

test('a sample of another class than the one asked for is not on the wall', () => {
  const conditional = { ...WALL, classes: [0, 1, 1] }
  expect(picturesOnWall(conditional, [{ seed: 2, class: 1 }])?.pixels[0]).toBe(2)
  expect(picturesOnWall(conditional, [{ seed: 2, class: 0 }])).toBeNull()
  expect(picturesOnWall(conditional, [{ seed: 2 }])?.pixels[0]).toBe(2)
})
