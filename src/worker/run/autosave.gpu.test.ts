// Saving a run again and again costs no memory: what a save needs on the device is gone when it is done.
import { expect, test } from 'vitest'
import { openDevice } from '../../tensor/backend.ts'
import * as tf from '../../tensor/tf.ts'
import { begin, connect, endRun, makeSavedSteps, tiny } from '../trainer-test-support.ts'

/** The buffers that a device has. */
function watchBuffers(device: GPUDevice): ReadonlySet<GPUBuffer> {
  const alive = new Set<GPUBuffer>()
  const createBuffer = device.createBuffer.bind(device)
  device.createBuffer = (descriptor) => {
    const buffer = createBuffer(descriptor)
    const destroy = buffer.destroy.bind(buffer)
    buffer.destroy = () => {
      alive.delete(buffer)
      return destroy()
    }
    alive.add(buffer)
    return buffer
  }
  return alive
}

test('after the first saves the device has as many tensors and buffers as after many', async () => {
  const trainer = connect(await openDevice('webgpu'))
  const buffers = watchBuffers((tf.engine().backend as tf.WebGPUBackend).device)
  await begin(trainer, tiny)
  await makeSavedSteps(trainer, 3)
  const before = { tensors: tf.memory().numTensors, buffers: buffers.size }
  expect(before.buffers).toBeGreaterThan(0)
  await makeSavedSteps(trainer, 6)
  expect({ tensors: tf.memory().numTensors, buffers: buffers.size }).toEqual(before)
  await endRun(trainer, 1)
})
