// On WebAssembly a tensor under another name is the same numbers: no copy is made, and they live as long as one of the names.
import { beforeAll, expect, test } from 'vitest'
import { openTestDevice } from '../../test-devices.ts'
import * as tf from '../../tf.ts'
import type { WasmBackend } from '../../wasm/module.ts'
import { addressOf } from '../../wasm/tensors.ts'

beforeAll(async () => {
  await openTestDevice('wasm')
})

test('a clone shares the numbers and outlives the tensor it was made of', async () => {
  const backend = tf.engine().backend as unknown as WasmBackend
  const before = tf.memory()
  const x = tf.tensor1d([1, 2, 3])
  const clone = tf.clone(x)
  expect(addressOf(backend, clone)).toBe(addressOf(backend, x))
  expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers + 1)
  x.dispose()
  const others = Array.from({ length: 10 }, () => tf.zeros([3])) // would take the place of numbers that were freed
  expect([...(await clone.data())]).toEqual([1, 2, 3])
  tf.dispose([clone, ...others])
  expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers })
})

test('a variable that is given a tensor keeps its numbers when that is disposed of, and gives back those it had', async () => {
  const before = tf.memory()
  const variable = tf.variable(tf.tidy(() => tf.tensor1d([1, 2])))
  const kept = tf.clone(variable)
  const values = tf.tensor1d([3, 4])
  variable.assign(values)
  values.dispose()
  const others = Array.from({ length: 10 }, () => tf.zeros([2]))
  expect([...(await variable.data()), ...(await kept.data())]).toEqual([3, 4, 1, 2])
  tf.dispose([variable, kept, ...others])
  expect(tf.memory().numDataBuffers).toBeLessThanOrEqual(before.numDataBuffers + 1) // the tensor that the variable was made of
})
