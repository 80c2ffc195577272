// What a step draws on the device is what it would have drawn on the processor.
import { beforeAll, expect, test } from 'vitest'
import { openDevice } from '../tensor/backend.ts'
import { gatherBatch, imageIndex, packedBytes } from '../tensor/kernels/gather/gather.ts'
import { compute } from '../tensor/readback.ts'
import * as tf from '../tensor/tf.ts'
import { gatherImages } from './data/batches.ts'
import { orientableImages } from './test-support.ts'

beforeAll(async () => {
  await openDevice('webgpu')
})

test.each([1, 3] as const)('images of %i channels, mirrored or not, come out of the packed set', async (channels) => {
  const set = { ...orientableImages(5, 5, channels) }
  const [chosen, mirrored] = [
    [4, 0, 0, 2],
    [false, true, false, true],
  ]
  const seen = await compute(() => {
    const integers = [7, ...chosen.map((image, i) => imageIndex(image, mirrored[i] as boolean) | 0)]
    return gatherBatch(packedBytes(set.images), tf.tensor1d(integers, 'int32'), 1, [4, 5, 5, channels])
  })
  for (const [i, value] of gatherImages(set, chosen, mirrored).entries()) expect(seen[i]).toBeCloseTo(value, 6)
})
