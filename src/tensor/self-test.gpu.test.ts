// The start-up check must pass where the device is right and say so where one kernel is wrong.
import { beforeAll, expect, test } from 'vitest'
import { openDevice } from './backend.ts'
import { checkDevice } from './self-test.ts'
import * as tf from './tf.ts'

beforeAll(async () => {
  await openDevice('webgpu')
})

test('a right device passes, and the check leaves nothing behind', async () => {
  const before = tf.memory().numTensors
  expect(await checkDevice()).toBeNull()
  expect(tf.memory().numTensors).toBe(before)
})

test.each(['LeakyRelu', 'Conv2DBackpropFilter', 'Conv2DBackpropInput', 'BatchMatMul', 'Softplus'])(
  'a device whose %s is wrong is refused, in words',
  async (kernelName) => {
    const right = tf.getKernel(kernelName, 'webgpu')
    if (!right) throw new Error(`webgpu has no ${kernelName}`)
    const wrong: tf.KernelConfig = {
      ...right,
      kernelFunc: (given) => {
        const output = right.kernelFunc(given) as tf.TensorInfo
        const tensor = tf.engine().makeTensorFromTensorInfo(output)
        return tf.mul(tensor, 1.05) // five per cent off, everywhere
      },
    }
    tf.unregisterKernel(kernelName, 'webgpu')
    tf.registerKernel(wrong)
    try {
      expect(await checkDevice()).toMatch(/loss of a known example|gradient of “[xwv]”/)
    } finally {
      tf.unregisterKernel(kernelName, 'webgpu')
      tf.registerKernel(right)
    }
    expect(await checkDevice()).toBeNull()
  },
)
