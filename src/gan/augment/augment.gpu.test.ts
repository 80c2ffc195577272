// Augmentation and rotation on pixels that can be followed one by one.
import { beforeAll, describe, expect, test } from 'vitest'
import { DEFAULTS, type RunConfig } from '../../spec/config.ts'
import { RandomStream } from '../../spec/rng.ts'
import { compute } from '../../tensor/readback.ts'
import { OP_DEVICES, openTestDevice } from '../../tensor/test-devices.ts'
import * as tf from '../../tensor/tf.ts'
import { namedScalars, stepScalars } from '../step-scalars.ts'
import { turned } from '../test-support.ts'
import { DRAWS_PER_IMAGE } from './programs.ts'
import { rotate90, rotatedCopies } from './rotation.ts'
import { viewsOf } from './views.ts'

const SIZE = 16
const values = new RandomStream(2, 'dataset').uniforms(SIZE * SIZE * 3).map((x) => 2 * x - 1)
const image = () => tf.tensor4d(values, [1, SIZE, SIZE, 3])
const OFF = { augmentColor: 0, augmentTranslation: 0, augmentCutout: 0 }
type Strength = typeof OFF
const augment = (images: tf.Tensor4D, draws: Float32Array, strength: Strength) => {
  const config: RunConfig = { ...DEFAULTS, size: SIZE, ...strength }
  const scalars = namedScalars(tf.tensor1d(stepScalars(config, 0)), config)
  return viewsOf(images, 1, 0, tf.tensor2d(draws, [images.shape[0], DRAWS_PER_IMAGE]), scalars.of('augmentation'), strength)
}
/** brightness, saturation, contrast, shift y, shift x, cut y, cut x; one half changes nothing but the cutout. */
const drawsWith = (changes: Record<number, number>) => Float32Array.from({ length: DRAWS_PER_IMAGE }, (_, i) => changes[i] ?? 0.5)
const at = (pixels: Float32Array, y: number, x: number, channel: number) => pixels[(y * SIZE + x) * 3 + channel] as number

describe.each([...OP_DEVICES, 'cpu'] as const)('augmentation on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  test('at strength 0 it is the identity, bit for bit', async () => {
    expect(await compute(() => tf.clone(augment(image(), drawsWith({ 0: 0.9, 3: 0.1, 5: 0.3 }), OFF)))).toEqual(values)
  })

  test('a translation moves pixels whole, by at most 2 of 16, and brings in zeros', async () => {
    for (const [drawY, drawX, down, right] of [
      [0, 0.999, -2, 2],
      [0.7, 0.3, 1, -1],
      [0.5, 0.5, 0, 0],
    ] as const) {
      const seen = await compute(() => augment(image(), drawsWith({ 3: drawY, 4: drawX }), { ...OFF, augmentTranslation: 1 }))
      for (let y = 0; y < SIZE; y++) {
        for (let x = 0; x < SIZE; x++) {
          const inside = y - down >= 0 && y - down < SIZE && x - right >= 0 && x - right < SIZE
          expect(at(seen, y, x, 1)).toBe(inside ? at(values, y - down, x - right, 1) : 0)
        }
      }
    }
  })

  test('a cutout is a hole of half the side around its point, cut at the edges', async () => {
    for (const [drawY, drawX, top, left] of [
      [0, 0.5, -4, 4],
      [0.999, 0.25, 12, 0],
    ] as const) {
      const seen = await compute(() => augment(image(), drawsWith({ 5: drawY, 6: drawX }), { ...OFF, augmentCutout: 1 }))
      for (let y = 0; y < SIZE; y++) {
        for (let x = 0; x < SIZE; x++) {
          const hole = y >= top && y < top + 8 && x >= left && x < left + 8
          expect(at(seen, y, x, 2) + 0).toBe(hole ? 0 : at(values, y, x, 2))
        }
      }
    }
  })

  const pair = [0.3, 0, -0.3, 0.6, 0.6, 0.6] // the means of its pixels are 0 and 0.6
  test('colour: brightness adds, saturation spreads about the mean of a pixel, contrast about the mean of the image', async () => {
    const two = tf.tensor4d([...pair, ...pair], [1, 2, 2, 3])
    const color = async (draws: Record<number, number>) =>
      (await compute(() => augment(two, drawsWith(draws), { ...OFF, augmentColor: 1 }))).subarray(0, 6)
    const near = (seen: Float32Array, wanted: number[]) => {
      for (const [i, x] of wanted.entries()) expect(seen[i]).toBeCloseTo(x, 5)
    }
    near(await color({}), [0.3, 0, -0.3, 0.6, 0.6, 0.6])
    near(await color({ 0: 0.75 }), [0.55, 0.25, -0.05, 0.85, 0.85, 0.85]) // + ¼
    near(await color({ 1: 0.75 }), [0.45, 0, -0.45, 0.6, 0.6, 0.6]) // · 3/2
    near(await color({ 2: 0 }), [0.3, 0.15, 0, 0.45, 0.45, 0.45]) // · ½ about 0.3
    two.dispose()
  })

  test('each image has its own draws', async () => {
    const draws = new Float32Array([...drawsWith({ 4: 0 }), ...drawsWith({ 4: 0.999 })])
    const seen = await compute(() => augment(tf.concat([image(), image()], 0), draws, { ...OFF, augmentTranslation: 1 }))
    expect(at(seen, 0, 0, 0)).toBe(at(values, 0, 2, 0))
    expect(at(seen.subarray(values.length), 0, 2, 0)).toBe(at(values, 0, 0, 0))
  })
})

describe.each(OP_DEVICES)('rotation on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  test('one, two and three of them are numpy.rot90 on a picture without any symmetry; four are the picture', async () => {
    // numpy.rot90([[0, 1], [2, 3]]) is [[1, 3], [0, 2]]
    expect(Array.from(await compute(() => rotate90(tf.tensor4d([0, 1, 2, 3], [1, 2, 2, 1]), 1)))).toEqual([1, 3, 0, 2])
    let wanted: Float32Array = values
    for (const times of [1, 2, 3] as const) {
      wanted = turned(wanted, SIZE, 3)
      expect(await compute(() => rotate90(image(), times))).toEqual(wanted)
    }
    const four = await compute(() => rotate90(rotate90(rotate90(rotate90(image(), 1), 1), 1), 1))
    expect(four).toEqual(values)
  })

  test('copies are of the last n images, grouped by angle', async () => {
    const batch = [0, 1, 2].flatMap((i) => [0, 1, 2, 3].map((pixel) => 10 * i + pixel))
    const copies = await compute(() => rotatedCopies(tf.tensor4d(batch, [3, 2, 2, 1]), 2))
    const rotated = [
      [1, 3, 0, 2],
      [3, 2, 1, 0],
      [2, 0, 3, 1],
    ]
    expect(Array.from(copies)).toEqual(rotated.flatMap((order) => [10, 20].flatMap((base) => order.map((pixel) => base + pixel))))
  })
})
