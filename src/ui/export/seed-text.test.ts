// Seeds as they are typed and shown.
import { expect, test } from 'vitest'
import { readSeeds, writeSeeds } from './seed-text.ts'

test('what is written is read as the same samples, ranges and classes among them', () => {
  const points = [{ seed: 7 }, { seed: 40 }, { seed: 41 }, { seed: 42 }, { seed: 43, class: 2 }, { seed: 44 }, { seed: 45 }]
  const text = writeSeeds(points)
  expect(text).toBe('7, 40 to 42, 43-c3, 44, 45')
  expect(readSeeds(text, 64, 3)).toEqual({ points, problem: null })
  expect(readSeeds(' 3;5..6 ', 64, 0).points).toEqual([{ seed: 3 }, { seed: 5 }, { seed: 6 }])
})

test('what is no seed, has no such class, or is too much is refused in a sentence', () => {
  expect(readSeeds('1, moth', 64, 0).problem).toBe('“moth” is no seed: write them like 7, 12, 40 to 47.')
  expect(readSeeds('9 to 4', 64, 0).problem).toContain('no seed')
  expect(readSeeds(`${2 ** 32}`, 64, 0).problem).toContain('no seed')
  expect(readSeeds('1-c2', 64, 0).problem).toBe('“1-c2”: this run has no classes.')
  expect(readSeeds('1-c4', 64, 3).problem).toBe('“1-c4”: there are 3 classes, from c1 to c3.')
  expect(readSeeds('1 to 4000000000', 64, 0).problem).toBe('Take 64 samples at most.')
})
