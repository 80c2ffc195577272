// The start-up check must pass where the device is right and say so where one kernel is wrong.
import { beforeAll, describe, expect, test } from 'vitest'
import { checkDevice } from './self-test.ts'
import { OP_DEVICES, openTestDevice } from './test-devices.ts'
import * as tf from './tf.ts'

describe.each(OP_DEVICES)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  test('a right device passes, and the check leaves nothing behind', async () => {
    const before = tf.memory().numTensors
    expect(await checkDevice()).toBeNull()
    expect(tf.memory().numTensors).toBe(before)
  })

  test.each(['ConvolveBiasActivation', 'ActivationBiasGradient', 'Conv2DBackpropFilter', 'Conv2DBackpropInput', 'BatchMatMul', 'Softplus'])(
    'a device whose %s is wrong is refused, in words',
    async (kernelName) => {
      const backendName = tf.getBackend()
      const right = tf.getKernel(kernelName, backendName)
      if (!right) throw new Error(`there is no ${kernelName}`)
      const broken: tf.KernelConfig = {
        ...right,
        kernelFunc: (given) => {
          const [first, ...rest] = [right.kernelFunc(given)].flat() as [tf.TensorInfo, ...tf.TensorInfo[]]
          const wrong = tf.mul(tf.engine().makeTensorFromTensorInfo(first), 1.05) // five per cent off, everywhere
          return rest.length > 0 ? [wrong, ...rest] : wrong
        },
      }
      tf.unregisterKernel(kernelName, backendName)
      tf.registerKernel(broken)
      try {
        expect(await checkDevice()).toMatch(/loss of a known example|gradient of “[xwv]”/)
      } finally {
        tf.unregisterKernel(kernelName, backendName)
        tf.registerKernel(right)
      }
      expect(await checkDevice()).toBeNull()
    },
  )
})
