// Sizes of pictures as PNG files, which page and command line refuse alike.
import { expect, test } from 'vitest'
import { fitsSheet, zipProblem } from './picture-sheet.ts'

test('a zip that memory cannot hold is refused with its size: resampled pictures are as large as they look, squares of one colour are not', () => {
  const all = { count: 10_000, size: 64 }
  expect(zipProblem(all, { factor: 16, smooth: true })).toBe(
    'The zip would be about 40 GB, and can be 1 GB: take fewer or smaller pictures.',
  )
  expect(zipProblem(all, { factor: 16, smooth: false })).toBeNull()
  expect(zipProblem({ count: 100, size: 64 }, { factor: 16, smooth: true })).toBeNull()
})

test('a sheet may be as large as a square of 16,383 pixels', () => {
  expect([fitsSheet({ width: 16_383, height: 16_383 }), fitsSheet({ width: 16_384, height: 16_383 })]).toEqual([true, false])
  expect(fitsSheet({ width: 30_000, height: 1000 })).toBe(true)
})
