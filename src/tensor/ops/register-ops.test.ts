// Kernels that a layer above adds are on every backend of ours, whether it was opened before or after.
import { afterAll, expect, test } from 'vitest'
import { openDevice } from '../backend.ts'
import * as tf from '../tf.ts'
import { valuesOf } from '../wasm/tensors.ts'
import { wasmHost } from '../wasm/test-host.ts'
import { hasKernel, kernel, registerOps, runKernel } from './kernel.ts'

afterAll(() => tf.removeBackend(tf.getBackend()))

test('a kernel that is added after the backend was opened runs on it, also when it is opened again', async () => {
  await openDevice('wasm', wasmHost(1))
  expect(hasKernel('TestTwice')).toBe(false)
  registerOps([
    kernel(
      'TestTwice',
      () => [],
      (backend, { x }: { readonly x: tf.TensorInfo }) => {
        const y = backend.makeOutput(x.shape, 'float32')
        valuesOf(backend, y).set(valuesOf(backend, x).map((value) => 2 * value))
        return y
      },
    ),
  ])
  const twice = async () => Array.from(await runKernel<tf.Tensor>('TestTwice', { x: tf.tensor1d([1, -3]) }).data())
  expect(await twice()).toEqual([2, -6])
  await openDevice('wasm', wasmHost(1))
  expect(await twice()).toEqual([2, -6])
})
