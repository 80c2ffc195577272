// One memory for TensorFlow.js's WebAssembly, ours and the threads: it grows where a tensor needs more, and all that is in it stays.
import { afterEach, describe, expect, test } from 'vitest'
import { linearHead } from '../ops/linear/linear.ts'
import { normals } from '../ops/test-support.ts'
import { compute } from '../readback.ts'
import { openTestDevice } from '../test-devices.ts'
import * as tf from '../tf.ts'
import type { WasmBackend } from './module.ts'
import { valuesOf } from './tensors.ts'

const MEBIBYTE = 2 ** 20

afterEach(() => tf.removeBackend(tf.getBackend()))

describe.each(['wasm', 'wasm on 2 threads'] as const)('on %s', (device) => {
  test('memory grows for a large tensor; older ones keep their values, and kernels see all of them', async () => {
    await openTestDevice(device)
    const backend = tf.engine().backend as unknown as WasmBackend
    const bytes = () => backend.wasm.HEAPU8.byteLength
    const [rows, features, outputs] = [71, 603, 5] // enough to be shared
    const x = tf.tensor2d(normals([rows, features], 1), [rows, features])
    const w = tf.tensor2d(normals([features, outputs], 2), [features, outputs])
    const product = () => compute(() => linearHead(x, w, tf.zeros([outputs])))
    const before = { bytes: bytes(), product: await product(), x: valuesOf(backend, x).slice() }
    for (let grown = 0; grown < 2; grown++) {
      const large = tf.fill([bytes() / Float32Array.BYTES_PER_ELEMENT], grown) // more than there is room for
      expect(valuesOf(backend, large).at(-1)).toBe(grown)
      expect(await product()).toEqual(before.product)
      const far = tf.clone(x)
      const added = tf.add(far, 1) // lies in what was added
      expect((await added.data())[7]).toBeCloseTo((before.x[7] as number) + 1, 6)
      tf.dispose([large, far, added])
    }
    expect(bytes()).toBeGreaterThan(2 * before.bytes)
    expect(valuesOf(backend, x)).toEqual(before.x)
  })

  test('what is freed is used again: memory does not grow with every tensor', async () => {
    await openTestDevice(device)
    const backend = tf.engine().backend as unknown as WasmBackend
    const work = () => tf.tidy(() => tf.dispose(tf.matMul(tf.zeros([300, 300]), tf.zeros([300, 300]))))
    work()
    const bytes = backend.wasm.HEAPU8.byteLength
    for (let i = 0; i < 200; i++) work()
    expect(backend.wasm.HEAPU8.byteLength).toBe(bytes)
  })
})

test('a device that is opened anew begins with an empty memory', async () => {
  await openTestDevice('wasm')
  const first = (tf.engine().backend as unknown as WasmBackend).wasm.HEAPU8
  const { byteLength } = first
  tf.fill([32 * MEBIBYTE], 1)
  await openTestDevice('wasm')
  const second = (tf.engine().backend as unknown as WasmBackend).wasm.HEAPU8
  expect(second.byteLength).toBe(byteLength)
  expect(second.buffer).not.toBe(first.buffer)
})
