// Features in batches are those of D asked directly, the heads read the last of them, and asking leaves nothing behind.
import { beforeAll, describe, expect, test } from 'vitest'
import { gatherImages } from '../../data/sampling.ts'
import { createModels, disposeModels, type Models } from '../../gan/models.ts'
import { normaliseWeights } from '../../gan/networks/spectral-norm.ts'
import { orientableImages, relativeError, TINY } from '../../gan/test-support.ts'
import { CancelledError } from '../../spec/cancel.ts'
import { compute, readNumbers } from '../../tensor/readback.ts'
import { setValues } from '../../tensor/stream.ts'
import { OP_DEVICES, openTestDevice } from '../../tensor/test-devices.ts'
import * as tf from '../../tensor/tf.ts'
import { FeatureError } from '../errors.ts'
import { discriminatorFeatures } from './discriminator-features.ts'
import type { FeatureTable } from './feature-table.ts'
import { VIEWS_AT_ONCE } from './image-batches.ts'

const COUNT = VIEWS_AT_ONCE + 9 // a whole batch and a part of one
const images = orientableImages(COUNT)
const LAST = 'conv7'

const frozen = ({ discriminator: { weights, spectralU } }: Models) => normaliseWeights(weights, spectralU, false)
const pixels = (count: number) =>
  tf.tensor4d(
    gatherImages(
      images,
      Array.from({ length: count }, (_, i) => i),
    ),
    [count, images.size, images.size, images.channels],
  )

describe.each(OP_DEVICES)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  describe.each([true, false])('spectral norm: %s', (spectralNorm) => {
    let models: Models
    beforeAll(() => {
      models = createModels({ ...TINY, spectralNorm }, images.channels)
      return () => disposeModels(models)
    })

    test('every layer, pooled or not, is what D computes for all images at once', async () => {
      const wanted = models.discriminator.network.activations.flatMap(({ name }) => [
        { layer: name, pooled: true },
        { layer: name, pooled: false },
      ])
      const tables = await discriminatorFeatures(models.discriminator, images, wanted)
      for (const [i, { name, shape }] of models.discriminator.network.activations.entries()) {
        const [side, , channels] = shape as [number, number, number]
        const whole = await compute(() => models.discriminator.network.activationsAt(frozen(models), pixels(COUNT), [name])[0] as tf.Tensor)
        const [pooled, flat] = tables.slice(2 * i) as [FeatureTable, FeatureTable]
        expect([flat.rows, flat.width, pooled.rows, pooled.width]).toEqual([COUNT, side * side * channels, COUNT, channels])
        expect(relativeError(flat.values, whole), name).toBeLessThan(1e-6)
        const means = Float32Array.from({ length: COUNT * channels }, (_, at) => {
          const from = Math.floor(at / channels) * flat.width + (at % channels)
          let sum = 0
          for (let place = 0; place < side * side; place++) sum += whole[from + place * channels] as number
          return sum / (side * side)
        })
        expect(relativeError(pooled.values, means), name).toBeLessThan(1e-5)
      }
    })

    test('the last layer times the heads is what D tells', async () => {
      const [table] = (await discriminatorFeatures(models.discriminator, images, [{ layer: LAST, pooled: false }])) as [FeatureTable]
      for (const [head, output] of [
        ['realness', 'realLogit'],
        ['rotation', 'rotationLogits'],
      ] as const) {
        const told = await compute(() => models.discriminator.network.forward(frozen(models), pixels(COUNT))[output])
        const weights = await compute(() => tf.mul(frozen(models)[`${head}/weight`] as tf.Tensor, 1))
        const bias = await readNumbers(models.discriminator.weights[`${head}/bias`] as tf.Variable)
        const outputs = bias.length
        const byHand = Float32Array.from({ length: COUNT * outputs }, (_, at) => {
          const [image, output] = [Math.floor(at / outputs), at % outputs]
          let sum = bias[output] as number
          for (let i = 0; i < table.width; i++) {
            sum += (table.values[image * table.width + i] as number) * (weights[i * outputs + output] as number)
          }
          return sum
        })
        expect(relativeError(byHand, told), head).toBeLessThan(1e-4)
      }
    })
  })

  test('no tensor is left, whether it ends, is stopped or fails', async () => {
    const models = createModels(TINY, images.channels)
    const wanted = [{ layer: LAST, pooled: true }]
    const signal = { aborted: false }
    const stopAfterOne = () => {
      signal.aborted = true
    }
    await discriminatorFeatures(models.discriminator, images, wanted)
    const { numTensors } = tf.memory()
    await discriminatorFeatures(models.discriminator, images, wanted)
    await expect(discriminatorFeatures(models.discriminator, images, wanted, { signal, onProgress: stopAfterOne })).rejects.toThrow(
      CancelledError,
    )
    await expect(discriminatorFeatures(models.discriminator, images, [{ layer: 'conv8', pooled: true }])).rejects.toThrow(
      /no layer “conv8”; it has conv1, conv2, conv3, conv4, conv5, conv6, conv7/,
    )
    await expect(discriminatorFeatures(models.discriminator, { ...images, count: 0 }, wanted)).rejects.toThrow(FeatureError)
    await expect(discriminatorFeatures(models.discriminator, { ...images, count: 1e8 }, [{ layer: LAST, pooled: false }])).rejects.toThrow(
      /fit in memory/,
    )
    await expect(discriminatorFeatures(models.discriminator, orientableImages(3, 32), wanted)).rejects.toThrow(
      /made for images of 16 px and in colour; these are 32 px/,
    )
    await expect(discriminatorFeatures(models.discriminator, orientableImages(3, 16, 1), wanted)).rejects.toThrow(
      /these are 16 px and grey/,
    )
    expect(tf.memory().numTensors).toBe(numTensors)
    disposeModels(models)
  })

  test('weights that change meanwhile do not mix two states of D', async () => {
    const models = createModels({ ...TINY, spectralNorm: false }, images.channels)
    const wanted = [{ layer: LAST, pooled: true }]
    const [before] = await discriminatorFeatures(models.discriminator, images, wanted)
    const bias = models.discriminator.weights['conv7/bias'] as tf.Variable
    const [meanwhile] = await discriminatorFeatures(models.discriminator, images, wanted, {
      onProgress: () => setValues(bias, new Float32Array(bias.size).fill(1)),
    })
    const [after] = await discriminatorFeatures(models.discriminator, images, wanted)
    expect(meanwhile).toEqual(before)
    expect(after).not.toEqual(before)
    disposeModels(models)
  })
})
