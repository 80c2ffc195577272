// Adam and the moving average on numbers known from their definitions; the whole step is held to PyTorch in step.gpu.test.ts.
import { beforeAll, expect, test } from 'vitest'
import { openDevice } from '../tensor/backend.ts'
import { readNumbers } from '../tensor/readback.ts'
import * as tf from '../tensor/tf.ts'
import { adam, movingAverage, warmedDecay, zeroVariables } from './optimiser.ts'

beforeAll(async () => {
  await openDevice('cpu')
})

test('an average that starts at 0 and sees 1 is 1 - βᵏ after k steps', async () => {
  const weights = { w: tf.variable(tf.onesLike(tf.zeros([3]))) }
  const average = zeroVariables(weights)
  for (let k = 1; k <= 20; k++) {
    movingAverage(average, weights, 0.9)
    for (const value of await readNumbers(average.w as tf.Variable)) expect(value).toBeCloseTo(1 - 0.9 ** k, 5)
  }
})

test('a young average forgets its beginning: the decay rises to the one asked for', () => {
  expect(warmedDecay(0.999, 0)).toBeCloseTo(0.1, 12)
  expect(warmedDecay(0.999, 90)).toBeCloseTo(0.91, 12)
  expect(warmedDecay(0.999, 1e6)).toBe(0.999)
  expect(warmedDecay(0, 50)).toBe(0)
})

test('the first step of Adam is the learning rate against the sign of the gradient, however large that is', async () => {
  const weights = { w: tf.variable(tf.tensor1d([1, 1, 1])) }
  const moments = { first: zeroVariables(weights), second: zeroVariables(weights) }
  adam(weights, { w: tf.tensor1d([1e-3, -50, 0]) }, moments, { learningRate: 0.1, beta1: 0.5, beta2: 0.999, update: 1 })
  const [down, up, still] = await readNumbers(weights.w)
  expect(down).toBeCloseTo(0.9, 5)
  expect(up).toBeCloseTo(1.1, 5)
  expect(still).toBe(1)
})
