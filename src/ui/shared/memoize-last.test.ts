// A function that keeps its last result.
import { expect, test } from 'vitest'
import { memoizeLast } from './memoize-last.ts'

test('the same arguments give the same result again, any other one a new result', () => {
  const pair = memoizeLast((a: number, b: number) => [a, b])
  const first = pair(1, 2)
  expect(pair(1, 2)).toBe(first)
  expect(pair(1, 3)).toEqual([1, 3])
  expect(pair(1, 2)).toEqual([1, 2])
})
