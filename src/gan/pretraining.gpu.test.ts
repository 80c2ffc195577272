// Pretraining on the GPU, where its steps are recorded and replayed.
import { beforeAll, expect, test } from 'vitest'
import { openTestDevice } from '../tensor/test-devices.ts'
import * as tf from '../tensor/tf.ts'
import { disposeModels } from './models.ts'
import { pretrain } from './pretraining.ts'
import { orientableImages, TINY, valuesOf } from './test-support.ts'

beforeAll(async () => {
  await openTestDevice('webgpu')
})

test('replayed steps have the bits of steps run operation by operation, and leave only the network behind', async () => {
  const empty = tf.memory().numTensors
  const results = []
  for (const mode of ['replayed', 'eager'] as const) {
    const network = await pretrain({ ...TINY, flip: true, augmentTranslation: 1, pretrainSteps: 3 }, orientableImages(24), {}, mode)
    results.push({ weights: await valuesOf(network.weights), spectralU: await valuesOf(network.spectralU) })
    disposeModels({ network })
    expect(tf.memory().numTensors).toBe(empty)
  }
  expect(results[0]).toEqual(results[1])
})
