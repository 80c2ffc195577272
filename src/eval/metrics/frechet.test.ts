import { describe, expect, test } from 'vitest'
import { FeatureError } from '../errors.ts'
import type { FeatureTable } from '../features/feature-table.ts'
import { frechetDistance, type Moments, momentsOf } from './frechet.ts'
import { gaussianTable, tableOf } from './test-support.ts'

function gaussian(mean: readonly number[], variances: readonly number[]): Moments {
  const width = mean.length
  const covariance = Float64Array.from({ length: width * width }, (_, at) =>
    at % (width + 1) === 0 ? (variances[at / (width + 1)] ?? 0) : 0,
  )
  return { mean: Float64Array.from(mean), covariance }
}

const distance = (one: FeatureTable, other: FeatureTable) => frechetDistance(momentsOf(one), momentsOf(other))

test('the moments are the mean and the unbiased covariance', () => {
  const { mean, covariance } = momentsOf(tableOf([0, 1], [2, 3], [4, 8]))
  expect(Array.from(mean)).toEqual([2, 4])
  expect(Array.from(covariance)).toEqual([4, 7, 7, 13])
})

test('the distance of Gaussians that differ in the mean alone is its squared difference', () => {
  const ones = [1, 1, 1, 1]
  expect(frechetDistance(gaussian([0, 0, 0, 0], ones), gaussian([1, -2, 0.5, 3], ones))).toBeCloseTo(14.25, 12)
})

test('the distance of diagonal Gaussians is the sum of the squared differences of their deviations', () => {
  expect(frechetDistance(gaussian([0, 0, 0], [1, 4, 9]), gaussian([0, 0, 0], [16, 4, 1]))).toBeCloseTo(13, 12)
})

test('singular covariances are right, also where the two live in different features', () => {
  expect(frechetDistance(gaussian([0, 0, 0], [1, 0, 4]), gaussian([0, 0, 0], [0, 9, 1]))).toBeCloseTo(11, 12) // 1 + 9 + (2 - 1)²
})

test('a set has distance 0 from itself, with dead and dependent features, shifted and large, and in another order', () => {
  const { values, rows } = gaussianTable(1, { rows: 400, width: 10 })
  const width = 40 // 10 of their own, 10 dead, 20 made of the first ones
  const mixed = new Float32Array(rows * width)
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < 10; k++) {
      const value = values[row * 10 + k] as number
      const next = values[row * 10 + ((k + 1) % 10)] as number
      mixed.set([30 * value + 7], row * width + k)
      mixed.set([5 * value - 2 * next, value], row * width + 20 + 2 * k)
    }
  }
  const table = { values: mixed, rows, width }
  const reversed = { values: mixed.slice().reverse(), rows, width }
  const backward = { values: reversed.values.slice().reverse(), rows, width }
  expect(distance(table, table)).toBeLessThan(1e-6)
  expect(distance(reversed, reversed)).toBeLessThan(1e-6)
  expect(distance(table, backward)).toBeLessThan(1e-6)
})

test.each([
  [64, 250, 9.1],
  [64, 500, 4.6],
  [64, 1000, 2.2],
  [128, 500, 17],
])('two draws of one Gaussian of width %i are apart by the known floor with %i images each', (width, rows, floor) => {
  const measured = distance(gaussianTable(11, { rows, width }), gaussianTable(12, { rows, width }))
  expect(Math.abs(measured / floor - 1)).toBeLessThan(0.1)
})

describe('refuses', () => {
  const few = gaussianTable(1, { rows: 8, width: 8 })

  test('fewer images than the width plus one, and says how many it needs', () => {
    expect(() => momentsOf(few, 'real images')).toThrow(
      new FeatureError('8 real images are too few for the Fréchet distance of 8 features: at least 9 are needed. Take more images.'),
    )
    expect(momentsOf(gaussianTable(1, { rows: 9, width: 8 })).mean.length).toBe(8)
  })

  test('one image', () => {
    expect(() => momentsOf(tableOf([1, 2]), 'generated images')).toThrow('1 generated image is too few')
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('a feature of %s, and names the image', (value) => {
    const table = gaussianTable(1, { rows: 20, width: 4 })
    table.values[4 * 6 + 1] = value
    expect(() => momentsOf(table, 'real images')).toThrow('The features of real image 7 are not finite numbers')
  })

  test('images that are all the same, up to the rounding of float32', () => {
    const same = { values: new Float32Array(30).map((_, at) => 0.1 * ((at % 3) + 1) * (at === 7 ? 1 + 2 ** -23 : 1)), rows: 10, width: 3 }
    expect(() => momentsOf(same, 'generated images')).toThrow('All 10 generated images have the same features')
    expect(() => momentsOf({ values: new Float32Array(30), rows: 10, width: 3 })).toThrow('the same features')
  })

  test('features of two widths, and tables that do not hold what they say', () => {
    expect(() => frechetDistance(gaussian([0], [1]), gaussian([0, 0], [1, 1]))).toThrow('Features of 1 and of 2 numbers')
    expect(() => momentsOf({ values: new Float32Array(7), rows: 3, width: 2 })).toThrow('hold 7 numbers')
  })
})
