// Which layer classes are found by.
import { beforeAll, expect, test } from 'vitest'
import { orientableImages } from '../../gan/test-support.ts'
import { NO_CLASS } from '../../spec/classes.ts'
import { RandomStream } from '../../spec/rng.ts'
import { openTestDevice } from '../../tensor/test-devices.ts'
import * as tf from '../../tensor/tf.ts'
import type { ImageNetwork } from '../features/image-batches.ts'
import { layerFor } from './label-layer.ts'

beforeAll(async () => {
  await openTestDevice('wasm')
})

const COUNT = 40
const { images, ...block } = orientableImages(COUNT)
const length = images.length / COUNT
/** Every other image is darker. */
const dataset = { ...block, images: images.map((value, i) => (Math.floor(i / length) % 2 === 0 ? value : value >> 2)) }
const names = ['bright', 'dark']
const known = { names, given: Int32Array.from({ length: COUNT }, (_, image) => (image < 12 ? image % 2 : NO_CLASS)) }

/** How a layer sees images, [B, 16, 16, 3] → [B, 1, 1, 2]. */
const LAYERS = {
  blurred: (x: tf.Tensor4D): tf.Tensor4D => tf.add(LAYERS.tones(x), tf.mul(LAYERS.noise(x), 0.01)),
  noise: (x: tf.Tensor4D): tf.Tensor4D => tf.tensor4d(new RandomStream(3, 'dataset').normals(2 * x.shape[0]), [x.shape[0], 1, 1, 2]),
  blind: (x: tf.Tensor4D): tf.Tensor4D => tf.zeros([x.shape[0], 1, 1, 2]),
  tones: (x: tf.Tensor4D): tf.Tensor4D => tf.concat([tf.mean(x, [1, 2, 3], true), tf.mean(x, [1, 2, 3], true)], 3),
}

function networkOf(...layers: readonly (keyof typeof LAYERS)[]): ImageNetwork {
  const nameOf = (i: number) => `${i + 1} ${layers[i]}`
  const network = {
    definition: { input: [16, 16, 3] },
    activations: layers.map((_, i) => ({ name: nameOf(i), shape: [1, 1, 2] })),
    activationsAt: (_: unknown, x: tf.Tensor4D, wanted: readonly string[]) =>
      layers.flatMap((layer, i) => (wanted.includes(nameOf(i)) ? [LAYERS[layer](x)] : [])),
  }
  return { network, weights: {}, spectralU: {} } as unknown as ImageNetwork
}

const chosen = (of: ImageNetwork, labelLayer = 0, labels: typeof known | null = known) => layerFor(of, dataset, labelLayer, labels, {})

test('the layer that predicts the known labels best is chosen, of those that do it as well the last', async () => {
  const before = tf.memory().numTensors
  expect(await chosen(networkOf('noise', 'tones', 'noise', 'blind'))).toBe('2 tones')
  expect(await chosen(networkOf('tones', 'noise', 'tones', 'noise'))).toBe('3 tones')
  expect(await chosen(networkOf('tones', 'blurred', 'noise'))).toBe('2 blurred') // with so few labels the difference is chance
  expect(tf.memory().numTensors).toBe(before)
})

test('without labels, or with too few to leave one out, it is the last', async () => {
  expect(await chosen(networkOf('tones', 'noise'), 0, null)).toBe('2 noise')
  const two = { names, given: known.given.map((label, image) => (image < 2 ? label : NO_CLASS)) }
  expect(await chosen(networkOf('tones', 'noise'), 0, two)).toBe('2 noise')
})

test('one that is set is taken, and one that there is not is refused', async () => {
  expect(await chosen(networkOf('noise', 'tones', 'noise'), 1)).toBe('1 noise')
  await expect(chosen(networkOf('noise', 'tones'), 3)).rejects.toThrow('There is no layer 3: the network has 2.')
})
