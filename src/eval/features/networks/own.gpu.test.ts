// A graph model written out by hand, whose answer is known: a convolution of single pixels, so its mean is that of the image times the
// filter. And every way in which files are not one.
import { beforeAll, describe, expect, test } from 'vitest'
import { OP_DEVICES, openTestDevice } from '../../../tensor/test-devices.ts'
import * as tf from '../../../tensor/tf.ts'
import { FeatureError } from '../../errors.ts'
import { extractFeatures } from '../extract.ts'
import { type ModelFile, openOwnNetwork } from './own.ts'
import { filesOf, graph } from './test-support.ts'

const MODEL = graph([-1, 4, 4, 3])

describe.each(OP_DEVICES)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  test('the model computes what its graph says, at its own size and range, and leaves nothing behind', async () => {
    const { numTensors } = tf.memory()
    const network = await openOwnNetwork('Pixels', filesOf(MODEL), 'zero-one')
    expect(network).toMatchObject({ name: 'Pixels', inputSize: 4, layers: { output: 2 } })
    const images = Uint8Array.from({ length: 2 * 2 * 2 * 3 }, (_, i) => [51, 102, 204][i % 3] as number) // one colour
    const { values } = await extractFeatures(network, { images, count: 2, size: 2, channels: 3 })
    const wanted = [0.2 + 0.8 * 4, 0.2 * 2 - 0.4]
    for (const [i, value] of values.entries()) expect(value).toBeCloseTo(wanted[i % 2] as number, 5)
    network.dispose()
    expect(tf.memory().numTensors).toBe(numTensors)
  })

  test('other weights are another hash; the order of the files is not', async () => {
    const [one, same, other] = [filesOf(MODEL), filesOf(MODEL).reverse(), filesOf(MODEL, [1, 1, 1, 1, 1, 1])]
    const networks = await Promise.all([one, same, other].map((files) => openOwnNetwork('Pixels', files, 'bytes')))
    const [a, b, c] = networks.map(({ hash }) => hash)
    expect(b).toBe(a)
    expect(c).not.toBe(a)
    for (const network of networks) network.dispose()
  })

  describe('files that are no feature network are refused', () => {
    const [first, json, second] = filesOf(MODEL) as [ModelFile, ModelFile, ModelFile]
    test.each<[string, ModelFile[], RegExp]>([
      ['weights alone', [first, second], /needs one \.json file .* and has 0/],
      ['a missing shard', [first, json], /lacks its file a\.bin/],
      ['a page instead', filesOf('<!doctype html>'), /not JSON/],
      ['other JSON', filesOf({ format: 'graph-model' }), /names no nodes or no weights/],
      ['a Keras model', filesOf({ ...MODEL, format: 'layers-model' }), /tensorflowjs_converter/],
      ['a graph that is none', filesOf({ ...MODEL, modelTopology: { node: 'none' } }), /could not be opened as a graph model/],
      ['grey images', filesOf(graph([-1, 4, 4, 1])), /does not take square colour images: its input is \[-1, 4, 4, 1\]/],
      ['oblong images', filesOf(graph([-1, 4, 8, 3])), /does not take square colour images/],
      ['images of any size', filesOf(graph([-1, -1, -1, 3])), /does not take square colour images/],
      ['weights that are not finite', filesOf(MODEL, [Number.NaN, 1, 1, 1, 1, 1]), /not finite/],
      ['an operation that there is not', filesOf(withOperation('Conv9D')), /does not run|could not be opened/],
      ['a graph that gives no rows', filesOf(withOperation('Shape')), /does not give one row of numbers an image, but \[4\]/],
    ])('%s', async (_, files, sentence) => {
      const { numTensors } = tf.memory()
      const refused = openOwnNetwork('Pixels', files, 'bytes')
      await expect(refused).rejects.toThrow(FeatureError)
      await expect(refused).rejects.toThrow(sentence)
      expect(tf.memory().numTensors).toBe(numTensors)
    })
  })
})

function withOperation(op: string) {
  const [images, filter, maps] = MODEL.modelTopology.node
  return { ...MODEL, modelTopology: { ...MODEL.modelTopology, node: [images, filter, { ...maps, op }] } }
}
