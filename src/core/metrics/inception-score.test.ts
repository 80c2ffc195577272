import { describe, expect, test } from 'vitest'
import type { FeatureTable } from '../features/feature-table.ts'
import { inceptionScore } from './inception-score.ts'
import { tableOf } from './test-support.ts'

const SURE = 1000 // exp of it overflows, as of real logits it may

/** Samples that the classifier is sure about, of so many classes in turn. */
function sureOf(classes: number, width: number): FeatureTable {
  return tableOf(...Array.from({ length: 40 }, (_, i) => Array.from({ length: width }, (_, k) => (k === i % classes ? SURE : 0))))
}

test('is the number of classes where each is certain and as frequent, 1 where all samples are of one class', () => {
  expect(inceptionScore(sureOf(4, 4)).mean).toBeCloseTo(4, 12)
  expect(inceptionScore(sureOf(2, 4)).mean).toBeCloseTo(2, 12)
  expect(inceptionScore(sureOf(1, 4))).toEqual({ mean: 1, deviation: 0 })
})

test('is 1 where the classifier knows nothing', () => {
  expect(inceptionScore(tableOf(...new Array(40).fill([3, 3, 3]))).mean).toBeCloseTo(1, 12)
})

test('is the mean over splits of consecutive samples, with their deviation', () => {
  const halves = tableOf(...Array.from({ length: 40 }, (_, i) => (i < 20 || i % 2 === 0 ? [SURE, 0] : [0, SURE])))
  const { mean, deviation } = inceptionScore(halves, 2)
  expect(mean).toBeCloseTo(1.5, 12)
  expect(deviation).toBeCloseTo(0.5, 12)
})

test('logarithms of probabilities are logits', () => {
  const probabilities = [
    [0.7, 0.2, 0.1],
    [0.1, 0.1, 0.8],
  ]
  const { mean } = inceptionScore(tableOf(...probabilities.map((row) => row.map(Math.log))), 1)
  const marginal = [0.4, 0.15, 0.45]
  const divergence = probabilities.flatMap((row) => row.map((p, k) => (p * Math.log(p / (marginal[k] as number))) / 2))
  expect(mean).toBeCloseTo(Math.exp(divergence.reduce((sum, value) => sum + value, 0)), 6)
})

describe('refuses', () => {
  test('fewer samples than splits, one class, and what is not finite', () => {
    expect(() => inceptionScore(tableOf([1, 2], [2, 1]))).toThrow('2 generated images are too few for the Inception score in 10 splits')
    expect(() => inceptionScore(sureOf(1, 1))).toThrow('One class cannot be told from others')
    expect(() => inceptionScore(tableOf([1, Number.NEGATIVE_INFINITY]), 1)).toThrow('features of generated image 1 are not finite')
  })
})
