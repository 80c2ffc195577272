import { expect, test } from 'vitest'
import { RandomStream } from '../spec/rng.ts'
import { evenlySpaced, range, sampleIndices } from './choose.ts'

test('a sample is ascending, without repeats and the same for the same seed; of few rows it is all', () => {
  const sample = sampleIndices(1000, 100, new RandomStream(1, 'silhouette'))
  expect(new Set(sample).size).toBe(100)
  expect([...sample]).toEqual([...sample].sort((a, b) => a - b))
  expect(sampleIndices(1000, 100, new RandomStream(1, 'silhouette'))).toEqual(sample)
  expect(sampleIndices(1000, 100, new RandomStream(2, 'silhouette'))).not.toEqual(sample)
  expect([...sampleIndices(3, 100, new RandomStream(1, 'silhouette'))]).toEqual([0, 1, 2])
})

test('what is spread begins with the first, in even steps; of few it is all', () => {
  expect([...evenlySpaced(range(10), 4)]).toEqual([0, 2, 5, 7])
  expect([...evenlySpaced(Uint32Array.of(3, 8), 4)]).toEqual([3, 8])
})
