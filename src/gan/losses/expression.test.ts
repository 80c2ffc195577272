// What comes from a formula: value and derivative as numbers, as tensors and as WGSL text.
import { beforeAll, describe, expect, test } from 'vitest'
import { openDevice } from '../../tensor/backend.ts'
import { readNumbers } from '../../tensor/readback.ts'
import * as tf from '../../tensor/tf.ts'
import {
  add,
  derivative,
  type Expression,
  fake,
  mentions,
  mul,
  neg,
  real,
  relu,
  softplus,
  square,
  sub,
  toNumber,
  toTensor,
  toWgsl,
} from './expression.ts'
import { LOSSES } from './registry.ts'

beforeAll(async () => {
  await openDevice('cpu')
})

/** One of every operation, and one inside another. */
const FORMULAS: Readonly<Record<string, Expression>> = {
  'neg(real)': neg(real),
  'relu(1 - real)': relu(sub(1, real)),
  'square(real - fake) / 2': mul(0.5, square(sub(real, fake))),
  'softplus(fake - real)': softplus(sub(fake, real)),
  'softplus(real) * fake + 3 fake': add(mul(softplus(real), fake), mul(fake, 3)),
  'the derivative of softplus(real * fake)': derivative(softplus(mul(real, fake)), 'real'),
  'the derivative of relu(fake) * square(fake)': derivative(mul(relu(fake), square(fake)), 'fake'),
}
const PAIRS = [
  { real: 0.3, fake: -1.7 },
  { real: -2.1, fake: 0.4 },
  { real: 3.2, fake: 2.9 },
] as const

describe.each(Object.entries(FORMULAS))('%s', (_, formula) => {
  test.each(['real', 'fake'] as const)('the derivative for %s is the slope between two points near by', (group) => {
    for (const pair of PAIRS) {
      const h = 1e-5
      const slope =
        (toNumber(formula, { ...pair, [group]: pair[group] + h }) - toNumber(formula, { ...pair, [group]: pair[group] - h })) / (2 * h)
      expect(toNumber(derivative(formula, group), pair)).toBeCloseTo(slope, 8)
    }
  })

  test('tensors hold the same numbers, and TensorFlow.js finds the same derivatives', async () => {
    const logits = { real: tf.tensor1d(PAIRS.map((pair) => pair.real)), fake: tf.tensor1d(PAIRS.map((pair) => pair.fake)) }
    const near = async (tensor: tf.Tensor, wanted: Expression) => {
      const values = await readNumbers(tensor)
      for (const [i, pair] of PAIRS.entries()) expect(values[i]).toBeCloseTo(toNumber(wanted, pair), 5)
    }
    const { value, grads } = tf.valueAndGrads((x: tf.Tensor, y: tf.Tensor) =>
      tf.add(toTensor(formula, { real: x, fake: y }), tf.mul(0, tf.add(x, y))),
    )([logits.real, logits.fake])
    await near(value, formula)
    for (const [i, group] of (['real', 'fake'] as const).entries()) {
      await near(grads[i] as tf.Tensor, derivative(formula, group))
      await near(tf.add(toTensor(derivative(formula, group), logits), [0, 0, 0]), derivative(formula, group))
    }
  })
})

test('the derivative of max(0, x) is 0 at the edge, as in TensorFlow.js and PyTorch', () => {
  expect(toNumber(derivative(relu(sub(1, real)), 'real'), { real: 1 })).toBe(0)
  expect(toNumber(derivative(relu(real), 'real'), { real: 1e-30 })).toBe(1)
})

test('softplus and its derivative stay finite where eˣ overflows', () => {
  expect(toNumber(softplus(real), { real: 800 })).toBe(800)
  expect(toNumber(softplus(real), { real: -800 })).toBe(0)
  expect(toNumber(derivative(softplus(real), 'real'), { real: -800 })).toBe(0)
  expect(toNumber(derivative(softplus(real), 'real'), { real: 800 })).toBe(1)
})

test('derivatives are simplified, so that the GPU computes no more than needed', () => {
  expect(toWgsl(derivative(mul(0.5, square(sub(real, 1))), 'real'))).toBe('(real - 1.0)')
  expect(toWgsl(derivative(relu(sub(1, real)), 'real'))).toBe('select(0.0, (-1.0), (1.0 - real) > 0.0)')
  expect(toWgsl(derivative(neg(fake), 'real'))).toBe('0.0')
  expect(toWgsl(mul(1e-7, sub(real, -0.5)))).toBe('(1e-7 * (real - (-0.5)))')
})

test('a formula with the logits of a group that a pass lacks is an error', () => {
  expect(() => toNumber(sub(real, fake), { fake: 1 })).toThrow('real')
})

test('every loss can be kept as JSON: it is plain data', () => {
  for (const loss of Object.values(LOSSES)) expect(JSON.parse(JSON.stringify(loss))).toEqual(loss)
  expect([mentions(sub(1, real), 'real'), mentions(sub(1, real), 'fake')]).toEqual([true, false])
})
