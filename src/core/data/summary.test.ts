import { expect, test } from 'vitest'
import type { Dataset } from './dataset.ts'
import { summarise } from './summary.ts'

const setOf = (count: number, channels: 1 | 3 = 1): Dataset => ({
  name: 'mine',
  label: 'mine',
  images: Uint8Array.from({ length: count * 4 * channels }, (_, i) => i % 256),
  count,
  size: 2,
  channels,
  rejected: [],
})

test('shows at most 24 images as RGBA, grey as three equal channels', () => {
  expect(summarise(setOf(100)).preview.count).toBe(24)
  const { preview } = summarise(setOf(3))
  expect(preview.count).toBe(3)
  expect([...preview.pixels.subarray(4, 8)]).toEqual([1, 1, 1, 255])
  expect([...summarise(setOf(1, 3)).preview.pixels.subarray(4, 8)]).toEqual([3, 4, 5, 255])
})

test('says when there are few images, and nothing when there are many', () => {
  expect(summarise(setOf(1)).advice[0]).toContain('Only 1 image:')
  expect(summarise(setOf(3)).advice[0]).toContain('Only 3 images:')
  expect(summarise(setOf(100)).advice[0]).toContain('100 images are few')
  expect(summarise(setOf(5000)).advice).toEqual([])
})

test('says when more files were left out than taken', () => {
  const rejected = Array.from({ length: 6000 }, (_, i) => ({ path: `${i}`, reason: 'Empty file.' }))
  expect(summarise({ ...setOf(5000), rejected }).advice[0]).toContain('left out')
})
