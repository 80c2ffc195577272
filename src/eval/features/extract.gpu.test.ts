// What extraction guarantees for every network: the same bits for the same image, resizing with half-pixel centres, constant memory, and
// that it can be cancelled. The network here returns its input.
import { beforeAll, describe, expect, test } from 'vitest'
import type { Dataset } from '../../data/dataset.ts'
import { picturesOf } from '../../data/pixels.ts'
import { orientableImages } from '../../gan/test-support.ts'
import { CancelledError } from '../../spec/cancel.ts'
import { OP_DEVICES, openTestDevice } from '../../tensor/test-devices.ts'
import * as tf from '../../tensor/tf.ts'
import { FeatureError } from '../errors.ts'
import { extractFeatures, extractLayers, imagesOf } from './extract.ts'
import type { FeatureNetwork } from './networks/network.ts'

const INPUT_SIZE = 12

const network: FeatureNetwork = {
  name: 'Mirror',
  inputSize: INPUT_SIZE,
  range: { scale: 2 / 255, offset: -1 },
  layers: { means: 3, pixels: INPUT_SIZE * INPUT_SIZE * 3 },
  layer: 'pixels',
  hash: '',
  features: (input, layers) =>
    layers.map((layer) => (layer === 'means' ? tf.mean(input, [1, 2]) : tf.reshape(input, [input.shape[0], INPUT_SIZE * INPUT_SIZE * 3]))),
  dispose: () => undefined,
}

/** More than two batches, the last of them not full. */
const COUNT = 70

describe.each(OP_DEVICES)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  describe.each([3, 1] as const)('images of %i channels', (channels) => {
    const images = orientableImages(COUNT, 8, channels)

    test('are resized by the bilinear rule between the centres of pixels', async () => {
      const { values, rows, width } = await extractFeatures(network, images)
      expect([rows, width]).toEqual([COUNT, INPUT_SIZE * INPUT_SIZE * 3])
      const wanted = resized(images)
      expect(Math.max(...values.map((value, i) => Math.abs(value - (wanted[i] as number))))).toBeLessThan(1e-6)
    })

    test('have the same features, bit for bit, at every position and from every source', async () => {
      const all = await extractFeatures(network, images)
      const indices = [69, 3, 69, 40]
      const some = await extractFeatures(network, images, { indices })
      const rows = indices.flatMap((i) => [...all.values.subarray(i * all.width, (i + 1) * all.width)])
      expect(some.values).toEqual(Float32Array.from(rows))
      expect(await extractFeatures(network, imagesOf(picturesOf(images, indices)))).toEqual(some)
    })
  })

  test('several layers are extracted in one pass, each into a table of its own', async () => {
    const images = orientableImages(COUNT, 8)
    const [pixels, means] = await extractLayers(network, images, ['pixels', 'means'])
    expect(pixels).toEqual(await extractFeatures(network, images))
    expect(means).toEqual(await extractFeatures(network, images, { layer: 'means' }))
  })

  test('memory stays constant, and nothing is left afterwards', async () => {
    const before = tf.memory()
    const during: number[] = []
    await extractFeatures(network, orientableImages(COUNT, 8), { onProgress: () => during.push(tf.memory().numBytes) })
    expect(during).toEqual([during[0], during[0], during[0]])
    expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numBytes: before.numBytes })
  })

  test('a cancelled extraction ends before the next batch and leaves nothing behind', async () => {
    const { numTensors } = tf.memory()
    const signal = { aborted: false }
    const shares: number[] = []
    const onProgress = (share: number) => {
      shares.push(share)
      signal.aborted = true
    }
    await expect(extractFeatures(network, orientableImages(COUNT, 8), { signal, onProgress })).rejects.toThrow(CancelledError)
    expect(shares).toEqual([32 / COUNT])
    expect(tf.memory().numTensors).toBe(numTensors)
  })

  test('a layer that does not exist is refused by name', async () => {
    const wrong = extractFeatures(network, orientableImages(1, 8), { layer: 'logits' })
    await expect(wrong).rejects.toThrow(new FeatureError('Mirror has no layer “logits”; it has means, pixels.'))
  })
})

/** What the network must be given, in float64. */
function resized({ images, count, size, channels }: Dataset): Float64Array {
  const result = new Float64Array(count * INPUT_SIZE * INPUT_SIZE * 3)
  const places = Array.from({ length: INPUT_SIZE }, (_, i) => Math.min(size - 1, Math.max(0, ((i + 0.5) * size) / INPUT_SIZE - 0.5)))
  let at = 0
  for (let image = 0; image < count; image++) {
    for (const y of places) {
      for (const x of places) {
        for (let channel = 0; channel < 3; channel++) {
          const pixel = (row: number, column: number) =>
            images[((image * size + row) * size + column) * channels + (channels === 1 ? 0 : channel)] as number
          const line = (row: number) => pixel(row, Math.floor(x)) * (1 - (x % 1)) + pixel(row, Math.ceil(x)) * (x % 1)
          result[at++] = (line(Math.floor(y)) * (1 - (y % 1)) + line(Math.ceil(y)) * (y % 1)) / 127.5 - 1
        }
      }
    }
  }
  return result
}
