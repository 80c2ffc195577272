// D's probabilities come image by image, each in its four rotations.
import { beforeAll, describe, expect, test } from 'vitest'
import { gatherImages } from '../../data/sampling.ts'
import { createModels, disposeModels } from '../../gan/models.ts'
import { normaliseWeights } from '../../gan/networks/spectral-norm.ts'
import { drawsAt, orientableImages, relativeError, stepOn, TINY, turned } from '../../gan/test-support.ts'
import { compute } from '../../tensor/readback.ts'
import { OP_DEVICES, openTestDevice } from '../../tensor/test-devices.ts'
import * as tf from '../../tensor/tf.ts'
import { FeatureError } from '../errors.ts'
import { VIEWS_AT_ONCE } from './image-batches.ts'
import { countRotations, rotationProbabilities } from './rotation-confusion.ts'

const COUNT = VIEWS_AT_ONCE + 3
const images = orientableImages(COUNT)

describe.each(OP_DEVICES)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  test('they equal those of D for one image at a time, rotated by hand', async () => {
    const models = createModels(TINY, images.channels)
    const indices = Array.from({ length: COUNT }, (_, i) => COUNT - 1 - i)
    const probabilities = await rotationProbabilities(models.discriminator, images, indices)
    const { numTensors } = tf.memory()
    expect(await rotationProbabilities(models.discriminator, images, indices)).toEqual(probabilities)
    await expect(rotationProbabilities(models.discriminator, images, [])).rejects.toThrow(FeatureError)
    await expect(rotationProbabilities(models.discriminator, images, [COUNT])).rejects.toThrow(/no image 68: there are 67/)
    expect(tf.memory().numTensors).toBe(numTensors)
    for (const place of [0, 7, COUNT - 1]) {
      let view = gatherImages(images, [indices[place] as number])
      for (let turn = 0; turn < 4; turn++) {
        const direct = await compute(() => {
          const weights = normaliseWeights(models.discriminator.weights, models.discriminator.spectralU, false)
          const alone = tf.tensor4d(view, [1, images.size, images.size, images.channels])
          return tf.softmax(models.discriminator.network.forward(weights, alone).rotationLogits)
        })
        const from = (place * 4 + turn) * 4
        expect(relativeError(probabilities.subarray(from, from + 4), direct)).toBeLessThan(1e-5)
        view = turned(view, images.size, images.channels)
      }
    }
    disposeModels(models)
  })

  test('a D that has learnt rotations predicts those of images that it has not seen', async () => {
    const config = { ...TINY, adversarial: false, learningRateD: 2e-3 }
    const models = createModels(config, images.channels)
    const seen = { ...images, count: 24 }
    for (let step = 0; step < 60; step++) stepOn(models, config, step, drawsAt(config, step, seen)).values.dispose()
    const held = Array.from({ length: COUNT - 24 }, (_, i) => 24 + i)
    const { accuracy } = countRotations(await rotationProbabilities(models.discriminator, images, held), held, 5)
    expect(accuracy).toBeGreaterThan(0.9)
    disposeModels(models)
  })
})
