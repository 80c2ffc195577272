// Samples, the split into training and held-out images, and the order of batches.
import { expect, test } from 'vitest'
import { RandomStream } from '../spec/rng.ts'
import { evenlySpaced, range, sampleIndices, splitImages } from './sampling.ts'

test('a sample is ascending, without repeats and the same for the same seed; of few all are returned', () => {
  const sample = sampleIndices(1000, 100, new RandomStream(1, 'silhouette'))
  expect(new Set(sample).size).toBe(100)
  expect([...sample]).toEqual([...sample].sort((a, b) => a - b))
  expect(sampleIndices(1000, 100, new RandomStream(1, 'silhouette'))).toEqual(sample)
  expect(sampleIndices(1000, 100, new RandomStream(2, 'silhouette'))).not.toEqual(sample)
  expect([...sampleIndices(3, 100, new RandomStream(1, 'silhouette'))]).toEqual([0, 1, 2])
})

test('evenly spaced elements begin with the first; of few all are returned', () => {
  expect([...evenlySpaced(range(10), 4)]).toEqual([0, 2, 5, 7])
  expect([...evenlySpaced(Uint32Array.of(3, 8), 4)]).toEqual([3, 8])
})

test('every image is in one part of the split, in order, and a tenth is held out', () => {
  const { training, heldOut } = splitImages(205, { seed: 1, heldOut: 0.1 })
  expect([training.length, heldOut.length]).toEqual([184, 21])
  expect([...training, ...heldOut].sort((a, b) => a - b)).toEqual(Array.from({ length: 205 }, (_, i) => i))
  expect([...heldOut]).toEqual([...heldOut].sort((a, b) => a - b))
})

test('the same seed holds out the same images, another one others', () => {
  const held = (seed: number) => [...splitImages(100, { seed, heldOut: 0.1 }).heldOut]
  expect(held(1)).toEqual(held(1))
  expect(held(1)).not.toEqual(held(2))
})

test('of few images each part gets one, and none is held out where none is wanted', () => {
  expect(splitImages(2, { seed: 1, heldOut: 0.05 })).toMatchObject({ training: { length: 1 }, heldOut: { length: 1 } })
  expect(splitImages(1, { seed: 1, heldOut: 0.5 })).toMatchObject({ training: { length: 1 }, heldOut: { length: 0 } })
  expect(splitImages(9, { seed: 1, heldOut: 0 })).toMatchObject({ training: { length: 9 }, heldOut: { length: 0 } })
})
