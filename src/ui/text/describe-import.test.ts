import { expect, test } from 'vitest'
import { describeImport } from './describe-import.ts'

test('one sentence says what became of the files', () => {
  const say = (prepared: number, count: number, rejected: number, leftOutByHand = 0) =>
    describeImport({ prepared, count, leftOutByHand, findingCounts: { damaged: rejected } })
  expect(say(147, 143, 3)).toBe('147 of 150 files became images, 4 are left out.')
  expect(say(2100, 1000, 1500)).toBe('2,100 of 3,600 files became images, 1,100 are left out.')
  expect(say(147, 143, 3, 3)).toBe('147 of 150 files became images, 4 are left out, 3 of them by hand.')
  expect(say(20, 19, 0, 1)).toBe('All 20 files became images, 1 is left out by hand.')
  expect(say(1200, 1200, 0)).toBe('All 1,200 files became images.')
  expect(say(20, 19, 0)).toBe('All 20 files became images, 1 is left out.')
  expect(say(1, 1, 0)).toBe('The file became an image.')
  expect(say(1, 1, 1)).toBe('1 of 2 files became an image.')
  expect(say(5, 0, 0)).toBe('All 5 files became images, all are left out.')
})
