// A network that learns rotations before the GAN: it learns them, the same seed gives the same bits, and nothing leaks.
import { beforeAll, expect, test } from 'vitest'
import { gatherImages, range } from '../data/sampling.ts'
import { CancelledError } from '../spec/cancel.ts'
import { NO_CLASS } from '../spec/classes.ts'
import type { RunConfig } from '../spec/config.ts'
import { compute } from '../tensor/readback.ts'
import { openTestDevice } from '../tensor/test-devices.ts'
import * as tf from '../tensor/tf.ts'
import { rotatedCopies } from './augment/rotation.ts'
import { rotationAccuracy, rotationLabels } from './losses/rotation.ts'
import { disposeModels } from './models.ts'
import { normaliseWeights } from './networks/spectral-norm.ts'
import { createPretrained, type PretrainedNetwork, pretrain } from './pretraining.ts'
import { orientableImages, TINY, valuesOf } from './test-support.ts'

const images = orientableImages(24)
/** The same images, every second one brighter. */
const shaded = { ...images, images: images.images.map((value, i) => (Math.floor(i / (16 * 16 * 3)) % 2 === 1 ? value : value >> 2)) }
const config: RunConfig = { ...TINY, batch: 16, flip: true, augmentTranslation: 1, pretrainSteps: 60 }

/** Its weights and spectral vectors; it is disposed of. */
async function statesOf(network: PretrainedNetwork) {
  const values = { weights: await valuesOf(network.weights), spectralU: await valuesOf(network.spectralU) }
  disposeModels({ network })
  return values
}

beforeAll(async () => {
  await openTestDevice('wasm')
})

test('it learns to tell the rotations of images that have an upper side, and leaves only itself behind', async () => {
  const empty = tf.memory().numTensors
  const shares: number[] = []
  const network = await pretrain(config, images, null, { onProgress: (share) => shares.push(share) })
  expect(tf.memory().numTensors).toBe(empty + Object.keys(network.weights).length * 3 + Object.keys(network.spectralU).length)
  expect(shares).toEqual(Array.from({ length: 60 }, (_, i) => (i + 1) / 60))
  expect(await rotationsRight(network)).toBeGreaterThan(0.9)
  disposeModels({ network })
  expect(tf.memory().numTensors).toBe(empty)
})

test('every weight and spectral vector begins elsewhere with another seed', async () => {
  const firstOf = (seed: number) => statesOf(createPretrained({ ...config, seed }, images.channels, 0))
  const [one, other] = [await firstOf(1), await firstOf(2)]
  for (const group of ['weights', 'spectralU'] as const) {
    const drawn = Object.entries(one[group]).filter(([name]) => !name.endsWith('/bias'))
    const unchanged = drawn.filter(([name, values]) => values.some((value, i) => value === other[group][name]?.[i]))
    expect([drawn.length > 0, unchanged.map(([name]) => name)], group).toEqual([true, []])
  }
})

test('the same seed gives the same bits; another gives others', async () => {
  const short = { ...config, pretrainSteps: 3 }
  const one = await statesOf(await pretrain(short, images, null))
  expect(await statesOf(await pretrain(short, images, null))).toEqual(one)
  expect((await statesOf(await pretrain({ ...short, seed: 9 }, images, null))).weights).not.toEqual(one.weights)
})

test('cancelled between two steps it ends with a CancelledError and leaves nothing behind', async () => {
  const empty = tf.memory().numTensors
  const signal = { aborted: false }
  const onProgress = (share: number) => Object.assign(signal, { aborted: share >= 2 / 60 })
  await expect(pretrain(config, images, null, { signal, onProgress })).rejects.toThrow(CancelledError)
  expect(tf.memory().numTensors).toBe(empty)
})

test('a loss that is no number ends it with a sentence, and nothing is left behind', async () => {
  const empty = tf.memory().numTensors
  const broken = pretrain({ ...config, augmentColor: Number.POSITIVE_INFINITY }, images, null)
  await expect(broken).rejects.toThrow(/broke down at step \d: the loss of the network that learns rotations first/)
  expect(tf.memory().numTensors).toBe(empty)
})

/** Share of the images in their four rotations whose rotation is predicted right. */
async function rotationsRight({ network, weights, spectralU }: PretrainedNetwork): Promise<number> {
  const { count, size, channels } = images
  const right = await compute(() => {
    const upright = tf.tensor4d(gatherImages(images, range(count)), [count, size, size, channels])
    const rotated = tf.concat([upright, rotatedCopies(upright, count)], 0)
    return rotationAccuracy(network.forward(normaliseWeights(weights, spectralU, false), rotated).rotationLogits, rotationLabels(count))
  })
  return right[0] as number
}

test('with a few labels it learns them too: the same bits for the same labels, and all images that look like them get theirs', async () => {
  const given = Int32Array.from({ length: 24 }, (_, image) => (image < 6 ? image % 2 : NO_CLASS))
  const labels = { names: ['dark', 'bright'], given }
  const short = { ...config, pretrainSteps: 3 }
  const one = await statesOf(await pretrain(short, shaded, labels))
  expect(await statesOf(await pretrain(short, shaded, labels))).toEqual(one)
  expect(
    (await statesOf(await pretrain(short, shaded, { ...labels, given: given.map((label) => (label < 0 ? label : 1 - label)) }))).weights,
  ).not.toEqual(one.weights)
  const network = await pretrain(config, shaded, labels)
  const { count, size, channels } = shaded
  const predicted = await compute(() => {
    const upright = tf.tensor4d(gatherImages(shaded, range(count)), [count, size, size, channels])
    const { classLogits } = network.network.forward(normaliseWeights(network.weights, network.spectralU, false), upright)
    return tf.argMax(classLogits as tf.Tensor2D, 1)
  })
  expect([...predicted]).toEqual(Array.from({ length: count }, (_, image) => image % 2))
  disposeModels({ network })
})
