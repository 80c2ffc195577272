// Adam and the moving average on numbers known from their definitions, by the kernel and by its reference; the whole step is held to
// PyTorch in step.gpu.test.ts.
import { beforeAll, describe, expect, test } from 'vitest'
import { contiguousVariables } from '../tensor/placement.ts'
import { readNumbers } from '../tensor/readback.ts'
import { OP_DEVICES, openTestDevice } from '../tensor/test-devices.ts'
import * as tf from '../tensor/tf.ts'
import { adam, zeroVariables } from './optimiser.ts'
import { adamScalars, warmedDecay } from './step-scalars.ts'

test('a young average forgets its beginning: the decay rises to the one asked for', () => {
  expect(warmedDecay(0.999, 0)).toBeCloseTo(0.1, 12)
  expect(warmedDecay(0.999, 90)).toBeCloseTo(0.91, 12)
  expect(warmedDecay(0.999, 1e6)).toBe(0.999)
  expect(warmedDecay(0, 50)).toBe(0)
})

describe.each([...OP_DEVICES, 'cpu'] as const)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  /** Scalars for Adam and for the decay of the average, among others. */
  function scalars(learningRate: number, update: number, decay = 0) {
    const vector = tf.tensor1d([7, decay, 7, ...adamScalars({ adamBeta1: 0.5, adamBeta2: 0.999 }, learningRate, update)])
    return { rates: { vector, index: 3 }, decay: { vector, index: 1 } }
  }

  function state(values: number[]) {
    const weights = contiguousVariables({ w: { shape: [values.length], values: Float32Array.from(values) } })
    return { weights, adam: { first: zeroVariables(weights), second: zeroVariables(weights) }, ema: zeroVariables(weights) }
  }

  test('the first step of Adam is the learning rate against the sign of the gradient, however large that is', async () => {
    const network = state([1, 1, 1])
    adam(network, { w: tf.tensor1d([1e-3, -50, 0]) }, scalars(0.1, 1).rates)
    const [down, up, still] = await readNumbers(network.weights.w as tf.Variable)
    expect(down).toBeCloseTo(0.9, 5)
    expect(up).toBeCloseTo(1.1, 5)
    expect(still).toBe(1)
  })

  test('three steps are those of the definition, in float64', async () => {
    const network = state([0.5, -2, 3, 0.1])
    const wanted = { w: [0.5, -2, 3, 0.1], m: [0, 0, 0, 0], v: [0, 0, 0, 0] }
    for (let update = 1; update <= 3; update++) {
      const gradient = wanted.w.map((w, i) => Math.sin(7 * w + i) * update)
      wanted.m = wanted.m.map((m, i) => 0.5 * m + 0.5 * (gradient[i] as number))
      wanted.v = wanted.v.map((v, i) => 0.999 * v + 0.001 * (gradient[i] as number) ** 2)
      wanted.w = wanted.w.map((w, i) => {
        const [m, v] = [(wanted.m[i] as number) / (1 - 0.5 ** update), (wanted.v[i] as number) / (1 - 0.999 ** update)]
        return w - (0.01 * m) / (Math.sqrt(v) + 1e-8)
      })
      adam(network, { w: tf.tensor1d(gradient) }, scalars(0.01, update).rates)
    }
    const seen = await readNumbers(network.weights.w as tf.Variable)
    for (const [i, w] of wanted.w.entries()) expect(seen[i]).toBeCloseTo(w, 5)
  })

  test('an average that starts at 0 and sees 1 is 1 - βᵏ after k steps', async () => {
    const network = state([1, 1, 1])
    for (let k = 1; k <= 20; k++) {
      const { rates, decay } = scalars(0.1, k, 0.9)
      adam(network, { w: tf.zeros([3]) }, rates, decay)
      for (const value of await readNumbers(network.ema.w as tf.Variable)) expect(value).toBeCloseTo(1 - 0.9 ** k, 5)
    }
  })
})

test.each(OP_DEVICES)('a weight that shares its values with another tensor is not changed behind its back: on %s', async (device) => {
  await openTestDevice(device)
  const weights = contiguousVariables({ w: { shape: [1], values: Float32Array.of(1) } })
  const network = { weights, adam: { first: zeroVariables(weights), second: zeroVariables(weights) }, ema: {} }
  const shared = tf.clone(weights.w as tf.Variable)
  expect(() => adam(network, { w: tf.tensor1d([1]) }, { vector: tf.tensor1d(new Float32Array(10)), index: 0 })).toThrow(/shares/)
  shared.dispose()
})
