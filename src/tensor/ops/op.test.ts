// How an operation is registered: with a backend that is open already, and its fallback where a backend has no kernel.
import { expect, test } from 'vitest'
import { openTestDevice } from '../test-devices.ts'
import * as tf from '../tf.ts'
import { valuesOf } from '../wasm/tensors.ts'
import { defineOp } from './op.ts'

test('an operation that is defined after a backend was opened has its kernel there; a backend without one computes the fallback', async () => {
  await openTestDevice('wasm')
  const double = defineOp<'x', object, tf.Tensor1D>({
    name: 'DoubleInTest',
    wasm(backend, { x }) {
      const y = backend.makeOutput(x.shape, 'float32')
      valuesOf(backend, y).set(valuesOf(backend, x).map((value) => 2 * value))
      return y
    },
    fallback: ({ x }) => tf.mul(x, -2), // another result, to tell the two apart
    gradient: 'none',
  })
  const result = async () => Array.from(await double({ x: tf.tensor1d([1, 2]) }, {}).data())
  expect(await result()).toEqual([2, 4])
  await openTestDevice('cpu')
  expect(await result()).toEqual([-2, -4])
})
