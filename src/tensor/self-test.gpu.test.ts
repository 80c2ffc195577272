// The start-up check must pass where the device is right and say so where one kernel is wrong.
import { beforeAll, expect, test } from 'vitest'
import { OWN_KERNELS, openDevice } from './backend.ts'
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

test.each(['ConvolveBiasActivation', 'ActivationBiasGradient', 'Conv2DBackpropFilter', 'Conv2DBackpropInput', 'BatchMatMul', 'Softplus'])(
  'a device whose %s is wrong is refused, in words',
  async (kernelName) => {
    const right = tf.getKernel(kernelName, OWN_KERNELS)
    if (!right) throw new Error(`there is no ${kernelName}`)
    const broken: tf.KernelConfig = {
      ...right,
      kernelFunc: (given) => {
        const [first, ...rest] = [right.kernelFunc(given)].flat() as [tf.TensorInfo, ...tf.TensorInfo[]]
        const wrong = tf.mul(tf.engine().makeTensorFromTensorInfo(first), 1.05) // five per cent off, everywhere
        return rest.length > 0 ? [wrong, ...rest] : wrong
      },
    }
    tf.unregisterKernel(kernelName, OWN_KERNELS)
    tf.registerKernel(broken)
    try {
      expect(await checkDevice()).toMatch(/loss of a known example|gradient of “[xwv]”/)
    } finally {
      tf.unregisterKernel(kernelName, OWN_KERNELS)
      tf.registerKernel(right)
    }
    expect(await checkDevice()).toBeNull()
  },
)
