import { expect, test } from 'vitest'
import { DEFAULTS, type RunConfig } from '../spec/config.ts'
import { expectedSeconds, stepFlops } from './step-flops.ts'

const small = { flops: 1e9, seconds: 0.05 }
const large = { flops: 11e9, seconds: 0.25 } // 0.03 s a step and 0.02 s a GFLOP

test('from two steps that were timed follows what every step costs and what operations add', () => {
  expect(expectedSeconds([small, large], 51e9)).toBeCloseTo(0.03 + 51 * 0.02, 6)
  expect(expectedSeconds([large, small], 6e9)).toBeCloseTo(0.15, 6)
  expect(expectedSeconds([small, large], 1e9)).toBe(0.05)
})

test('from one step time follows in proportion, and from none nothing', () => {
  expect(expectedSeconds([small], 4e9)).toBeCloseTo(0.2, 6)
  expect(expectedSeconds([], 4e9)).toBeNull()
})

test('times that contradict each other still give a time above zero', () => {
  expect(expectedSeconds([small, { flops: 2e9, seconds: 0.01 }], 40e9)).toBeGreaterThan(0)
})

test('classes add a few operations, more where D predicts them', () => {
  const flops = (conditioning: RunConfig['conditioning']) => stepFlops({ ...DEFAULTS, conditioning }, 3)
  expect(flops('given')).toBeGreaterThan(flops('none'))
  expect(flops('co-trained')).toBeGreaterThan(flops('given'))
  expect(flops('co-trained') / flops('none')).toBeLessThan(1.05)
})

test('a loss of pairs adds what D computes for one batch of upright real images, however many are rotated', () => {
  const added = (rotatedShare: number) => {
    const config = { ...DEFAULTS, rotatedShare }
    return stepFlops({ ...config, loss: 'relativistic' }, 3) - stepFlops({ ...config, loss: 'hinge' }, 3)
  }
  expect(added(0)).toBeGreaterThan(0)
  expect(added(1) / added(0)).toBeCloseTo(1, 9)
})
