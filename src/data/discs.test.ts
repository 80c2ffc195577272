// The set `discs`, which must look the same in every rotation.
import { expect, test } from 'vitest'
import { drawDiscs } from './discs.ts'

test.each([16, 32, 64])('a rotation by 90 degrees changes no byte at %i px', (size) => {
  const count = 32
  const images = drawDiscs(count, size, 1)
  const turned = images.map((_, i) => {
    const [channel, pixel] = [i % 3, Math.floor(i / 3)]
    const [x, y, image] = [pixel % size, Math.floor(pixel / size) % size, Math.floor(pixel / size / size)]
    return images[((image * size + x) * size + (size - 1 - y)) * 3 + channel] as number
  })
  expect(turned).toEqual(images)
})

test('discs vary, and depend on the seed alone', () => {
  const images = drawDiscs(64, 16, 1)
  const different = new Set(Array.from({ length: 64 }, (_, i) => images.subarray(i * 768, (i + 1) * 768).join()))
  expect(different.size).toBe(64)
  expect(drawDiscs(64, 16, 1)).toEqual(images)
  expect(drawDiscs(64, 16, 2)).not.toEqual(images)
})

test('every disc is visible: middle and corner differ, or there is a ring between them', () => {
  const size = 16
  const images = drawDiscs(200, size, 1)
  for (let image = 0; image < 200; image++) {
    const row = images.subarray((image * size + size / 2) * size * 3, (image * size + size / 2 + 1) * size * 3)
    const greens = row.filter((_, i) => i % 3 === 1)
    const reds = row.filter((_, i) => i % 3 === 0)
    expect(Math.max(...greens) - Math.min(...greens) + Math.max(...reds) - Math.min(...reds)).toBeGreaterThan(20)
  }
})
