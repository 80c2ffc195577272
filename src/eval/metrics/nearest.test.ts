import { describe, expect, test } from 'vitest'
import type { Memorisation } from '../../spec/scores.ts'
import type { FeatureTable } from '../features/feature-table.ts'
import { memorisation, nearestIn } from './nearest.ts'
import { gaussianTable, tableOf } from './test-support.ts'

const WIDTH = 16
const drawn = (seed: number, rows: number) => gaussianTable(seed, { rows, width: WIDTH })
const TRAINING = drawn(1, 600)
const HELD_OUT = drawn(2, 300)

function gauge(fake: FeatureTable, heldOut = HELD_OUT) {
  return memorisation(nearestIn(TRAINING, fake, 'generated images'), nearestIn(TRAINING, heldOut, 'held-out images'))
}

/** New samples, of which a share are training images with a little noise. */
function withCopies(share: number): FeatureTable {
  const fake = drawn(3, 400)
  const copies = share * fake.values.length
  for (let at = 0; at < copies; at++) fake.values[at] = (TRAINING.values[at] as number) + 0.1 * (fake.values[at] as number)
  return fake
}

test('finds the nearest training image, and copies at 0', () => {
  const { index, distance, relative } = nearestIn(tableOf([0, 0], [3, 4], [9, 9]), tableOf([3, 4], [1, 0], [9, 8]), 'generated images')
  expect(Array.from(index)).toEqual([1, 0, 2])
  expect(Array.from(distance)).toEqual([0, 1, 1])
  expect(relative[0]).toBe(0)
  expect(relative[1]).toBeCloseTo(1 / ((1 + Math.hypot(2, 4) + Math.hypot(8, 9)) / 3), 12)
})

describe('the share of copies', () => {
  test('is as expected by chance for new samples', () => {
    const { copiedShare, expectedShare, expectedDeviation, distanceRatio } = gauge(drawn(3, 400))
    expect(expectedShare).toBeCloseTo(15 / 301, 12)
    expect(Math.abs(copiedShare - expectedShare)).toBeLessThan(2 * expectedDeviation)
    expect(Math.abs(distanceRatio - 1)).toBeLessThan(0.05)
  })

  test('is that of copies among the samples', () => {
    expect(Math.abs(gauge(withCopies(0.2)).copiedShare - 0.24)).toBeLessThan(0.04) // 5 % of the other 80 % as well
    expect(gauge(withCopies(1)).copiedShare).toBe(1)
    expect(gauge(withCopies(1)).distanceRatio).toBeLessThan(0.2)
  })

  test('does not count uniform samples as copies, though they are nearer to all training images', () => {
    const fake = drawn(3, 400)
    const { copiedShare, distanceRatio } = gauge({ ...fake, values: fake.values.map((value) => 0.3 * value) })
    expect(distanceRatio).toBeLessThan(0.85)
    expect(copiedShare).toBeLessThan(0.05)
  })

  test('knows how much it varies by chance', () => {
    const seen = Array.from({ length: 60 }, (_, i) => gauge(drawn(100 + i, 60), drawn(200 + i, 40)))
    const errors = seen.map(({ copiedShare, expectedShare }) => copiedShare - expectedShare)
    const { expectedDeviation } = seen[0] as Memorisation
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
    const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length)
    expect(Math.abs(mean)).toBeLessThan((3 * expectedDeviation) / Math.sqrt(errors.length))
    expect(Math.abs(deviation / expectedDeviation - 1)).toBeLessThan(0.3)
  })

  test('counts what is strictly nearer: of the held-out images themselves as many as are below their own threshold', () => {
    expect(gauge(HELD_OUT).copiedShare).toBeCloseTo(14 / 300, 12)
  })

  test('expects exactly the share that few held-out images allow', () => {
    expect(gauge(drawn(3, 50), drawn(2, 19)).expectedShare).toBe(0.05)
    expect(gauge(drawn(3, 50), drawn(2, 38)).expectedShare).toBeCloseTo(1 / 39, 12)
  })
})

describe('refuses', () => {
  test('too few held-out or training images', () => {
    expect(() => gauge(drawn(3, 50), drawn(2, 18))).toThrow(
      '18 held-out images are too few for the search for copies: at least 19 are needed.',
    )
    expect(() => nearestIn(drawn(1, 1), HELD_OUT, 'held-out images')).toThrow('1 training image is too few for the search for copies')
  })

  test('held-out images of which some are training images', () => {
    const heldOut = { ...HELD_OUT, values: HELD_OUT.values.slice() }
    heldOut.values.set(TRAINING.values.subarray(0, 14 * WIDTH))
    expect(gauge(drawn(3, 50), heldOut).copiedShare).toBeLessThan(0.2)
    heldOut.values.set(TRAINING.values.subarray(0, 15 * WIDTH))
    expect(() => gauge(drawn(3, 50), heldOut)).toThrow('One in twenty of the held-out images or more are training images too')
  })

  test('broken features and two widths', () => {
    const broken = drawn(3, 3)
    broken.values[WIDTH] = Number.NaN
    expect(() => nearestIn(TRAINING, broken, 'held-out images')).toThrow('features of held-out image 2 are not finite')
    expect(() => nearestIn(broken, HELD_OUT, 'held-out images')).toThrow('features of training image 2 are not finite')
    expect(() => nearestIn(TRAINING, tableOf([1, 2]), 'generated images')).toThrow('Features of 16 and of 2 numbers')
  })
})
