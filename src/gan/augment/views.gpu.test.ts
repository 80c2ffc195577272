// The views of a batch: value, first and second gradient against their reference, and at larger shapes against the fallback.
import { beforeAll, describe, expect, test } from 'vitest'
import { RandomStream } from '../../spec/rng.ts'
import { checkOp, opCase } from '../../tensor/ops/check-op.ts'
import { normals, relativeError } from '../../tensor/ops/test-support.ts'
import { OP_DEVICES, openTestDevice } from '../../tensor/test-devices.ts'
import * as tf from '../../tensor/tf.ts'
import { type Variation, viewsFallback } from './fallback.ts'
import { DRAWS_PER_IMAGE, type ViewShape, viewCount } from './programs.ts'
import { viewsReference } from './reference.ts'
import { augmentedViews } from './views.ts'

checkOp(
  'the views of a batch',
  [true, false].flatMap((color) =>
    [1, 2].map((groups) => {
      const shape: ViewShape = { groups, batch: 2, n: 1, size: 4, channels: 2, color }
      const strengths = [0.5, 1, 2] as const
      const changes = { color, shift: true, hole: true }
      return opCase({
        title: `${groups} of real and fake, ${color ? 'with' : 'without'} colour`,
        shapes: { images: [groups * 2, 4, 4, 2], draws: [viewCount(shape), DRAWS_PER_IMAGE], scalars: [4] },
        values: {
          draws: new RandomStream(3, 'dataset').uniforms(viewCount(shape) * DRAWS_PER_IMAGE),
          scalars: Float32Array.of(9, ...strengths),
        },
        differentiable: ['images'],
        run: ({ images, draws, scalars }) =>
          augmentedViews(images as tf.Tensor4D, groups, shape.n, {
            draws: draws as tf.Tensor2D,
            strengths: { vector: scalars as tf.Tensor1D, index: 1 },
            changes,
          }),
        reference: ({ images, draws }) => [viewsReference(images, draws, strengths, shape)],
      })
    }),
  ),
)

const TOLERANCE = 2e-5

const CASES: readonly (readonly [Omit<ViewShape, 'color'>, strengths: [number, number, number]])[] = [
  [{ groups: 1, batch: 1, n: 0, size: 1, channels: 1 }, [0, 0, 0]],
  [{ groups: 1, batch: 3, n: 3, size: 5, channels: 3 }, [1, 2, 3]],
  [{ groups: 2, batch: 4, n: 1, size: 8, channels: 3 }, [0.5, 1, 4]],
  [{ groups: 2, batch: 3, n: 2, size: 7, channels: 1 }, [0, 3, 0]],
]

describe.each(OP_DEVICES)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  describe.each(CASES)('%j, strengths %j', (sides, strengths) => {
    test.each([true, false])('colour %s', async (color) => {
      const shape: ViewShape = { ...sides, color }
      const { groups, batch, n, size, channels } = shape
      const images = normals([groups * batch, size, size, channels], 1)
      const dViews = normals([viewCount(shape), size, size, channels], 2)
      const draws = new RandomStream(3, 'dataset').uniforms(viewCount(shape) * DRAWS_PER_IMAGE)
      draws[0] = 1 // what a draw just below 1 may be rounded to
      draws[3] = 1
      draws[5] = 1
      const run = async (views: (x: tf.Tensor4D, variation: Variation) => tf.Tensor4D) => {
        const tensors = tf.tidy(() => {
          const variation: Variation = {
            draws: tf.tensor2d(draws, [viewCount(shape), DRAWS_PER_IMAGE]),
            strengths: { vector: tf.tensor1d([9, ...strengths]), index: 1 },
            changes: { color, shift: true, hole: true },
          }
          const { value, grads } = tf.valueAndGrads((x: tf.Tensor): tf.Tensor => views(x as tf.Tensor4D, variation))(
            [tf.tensor(images, [groups * batch, size, size, channels])],
            tf.tensor(dViews, [viewCount(shape), size, size, channels]),
          )
          return [value, ...grads]
        })
        const values = (await Promise.all(tensors.map((tensor) => tensor.data()))) as [Float32Array, Float32Array]
        tf.dispose(tensors)
        return values
      }
      const seen = await run((x, variation) => augmentedViews(x, groups, n, variation))
      const wanted = await run((x, variation) => viewsFallback(x, shape, variation))
      expect(relativeError(seen[0], wanted[0])).toBeLessThan(TOLERANCE)
      expect(relativeError(seen[1], wanted[1])).toBeLessThan(TOLERANCE)
      expect(await run((x, variation) => augmentedViews(x, groups, n, variation))).toEqual(seen)
    })
  })
})
