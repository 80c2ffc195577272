// Batch norm against its definition in float64: value, statistics, every gradient, and the same bits twice.
import { beforeAll, describe, expect, test } from 'vitest'
import { OP_DEVICES, openTestDevice } from '../../test-devices.ts'
import * as tf from '../../tf.ts'
import { checkOp, opCase } from '../check-op.ts'
import { normals, relativeError } from '../test-support.ts'
import { batchNorm, normalise } from './batch-norm.ts'
import { type NormArrays, normaliseReference, statisticsReference } from './reference.ts'

const TOLERANCE = 2e-5
const EPSILON = 1e-5
const RELU = { kind: 'relu' } as const

const TINY = [2, 3, 2, 3]

checkOp(
  'batch norm',
  [[3], [2, 1, 1, 3]].flatMap((modulation) => {
    const shapes = { x: TINY, scale: modulation, offset: modulation }
    const title = modulation.length > 1 ? 'scale and offset of each image' : 'one scale and offset'
    const outputs = (arrays: NormArrays, statistics: ReturnType<typeof statisticsReference>) => [
      normaliseReference(arrays, statistics, 6, EPSILON, RELU),
    ]
    return [
      opCase({
        title: `${title}, statistics of the batch`,
        shapes,
        run: ({ x, scale, offset }) => batchNorm(x as tf.Tensor4D, scale, offset, EPSILON, RELU).y,
        reference: (arrays) => outputs(arrays, statisticsReference(arrays.x, 3)),
      }),
      opCase({
        title: `${title}, given statistics`,
        shapes: { ...shapes, mean: [3], variance: [3] },
        values: { variance: normals([3], 9).map((value) => 0.5 + value * value) },
        run: ({ x, scale, offset, mean, variance }) => {
          const statistics = { mean: mean as tf.Tensor1D, variance: variance as tf.Tensor1D }
          return normalise(x as tf.Tensor4D, statistics, scale, offset, EPSILON, RELU)
        },
        reference: ({ mean, variance, ...arrays }) => outputs(arrays, { mean, variance }),
      }),
    ]
  }),
)

type Sides = [number, number, number, number]

const CASES: readonly (readonly [x: Sides, perPicture: boolean, centre: number])[] = [
  [[1, 1, 1, 1], true, 0],
  [[2, 1, 1, 1], false, 0],
  [[1, 5, 7, 3], false, 0],
  [[3, 5, 7, 5], true, 0],
  [[70, 2, 3, 4], true, 0], // more pictures than a workgroup has invocations
  [[2, 3, 3, 24], true, 0], // a number of vectors that is no power of two
  [[4, 16, 16, 64], false, 0],
  [[1, 65, 67, 12], true, 0], // many pixels, the last slice and the last run shorter
  [[2, 31, 33, 8], true, 0],
  [[4, 8, 8, 4], false, 100], // far from zero: sums of squares would cancel
]

describe.each(OP_DEVICES)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  describe.each(CASES)('%j, scale and offset of each picture: %s, around %d', (sides, perPicture, centre) => {
    const [batch, height, width, channels] = sides
    const modulation = perPicture ? [batch, 1, 1, channels] : [channels]
    const x = normals(sides, 1).map((value) => value + centre)
    const scale = normals(modulation, 2)
    const offset = normals(modulation, 3)
    const dy = normals(sides, 4)

    test('value, statistics and gradients', async () => {
      const wanted = definition()
      const seen = await run()
      const tolerance = centre === 0 ? TOLERANCE : 1e-4 // float32 itself holds x to 4e-6 of its deviation there
      for (const name of ['y', 'mean', 'variance', 'dx', 'dScale', 'dOffset'] as const) {
        expect(relativeError(seen[name], wanted[name]), name).toBeLessThan(tolerance)
      }
      expect(await run()).toEqual(seen)
    })

    test('with given statistics', async () => {
      const tensors = tf.tidy(() => {
        const statistics = { mean: tf.tensor1d(normals([channels], 5)), variance: tf.tensor1d(normals([channels], 6).map((v) => v * v)) }
        const args = [statistics, tf.tensor(scale, modulation), tf.tensor(offset, modulation)] as const
        const own = normalise(tf.tensor4d(x, sides), ...args, EPSILON, RELU)
        const { mean, variance } = statistics
        const root = tf.sqrt(tf.add(variance, EPSILON))
        const reference = tf.relu(tf.add(tf.mul(tf.div(tf.sub(tf.tensor4d(x, sides), mean), root), args[1]), args[2]))
        return [own, reference]
      })
      const [own, reference] = (await Promise.all(tensors.map((tensor) => tensor.data()))) as [Float32Array, Float32Array]
      tf.dispose(tensors)
      expect(relativeError(own, reference)).toBeLessThan(TOLERANCE)
    })

    async function run() {
      const tensors = tf.tidy(() => {
        let statistics: tf.Tensor[] = []
        const { value, grads } = tf.valueAndGrads((image: tf.Tensor, a: tf.Tensor, b: tf.Tensor): tf.Tensor => {
          const result = batchNorm(image as tf.Tensor4D, a, b, EPSILON, RELU)
          statistics = [tf.keep(result.statistics.mean), tf.keep(result.statistics.variance)]
          return result.y
        })([tf.tensor(x, sides), tf.tensor(scale, modulation), tf.tensor(offset, modulation)], tf.tensor(dy, sides))
        return [value, ...statistics, ...grads]
      })
      const values = (await Promise.all(tensors.map((tensor) => tensor.data()))) as Float32Array[]
      tf.dispose(tensors)
      const [y, mean, variance, dx, dScale, dOffset] = values
      return { y, mean, variance, dx, dScale, dOffset } as Record<'y' | 'mean' | 'variance' | 'dx' | 'dScale' | 'dOffset', Float32Array>
    }

    /** [Ioffe and Szegedy 2015, alg. 1 and the derivatives after it] */
    function definition() {
      const pixels = height * width
      const count = batch * pixels
      const at = (i: number) => ({
        channel: i % channels,
        own: perPicture ? Math.floor(i / (pixels * channels)) * channels + (i % channels) : i % channels,
      })
      const sums = (values: ArrayLike<number>, place: 'channel' | 'own', length: number) => {
        const totals = new Float64Array(length)
        for (let i = 0; i < values.length; i++) totals[at(i)[place]] = (totals[at(i)[place]] as number) + (values[i] as number)
        return totals
      }
      const x64 = Float64Array.from(x)
      const mean = sums(x64, 'channel', channels).map((total) => total / count)
      const centred = x64.map((value, i) => value - (mean[at(i).channel] as number))
      const variance = sums(
        centred.map((value) => value * value),
        'channel',
        channels,
      ).map((total) => total / count)
      const normalised = centred.map((value, i) => value / Math.sqrt((variance[at(i).channel] as number) + EPSILON))
      const y = normalised.map((value, i) => Math.max(0, value * (scale[at(i).own] as number) + (offset[at(i).own] as number)))
      const before = y.map((value, i) => (value > 0 ? (dy[i] as number) : 0))
      const scaled = before.map((value, i) => value * (scale[at(i).own] as number))
      const meanGradient = sums(scaled, 'channel', channels).map((total) => total / count)
      const meanProduct = sums(
        scaled.map((value, i) => value * (normalised[i] as number)),
        'channel',
        channels,
      ).map((total) => total / count)
      const dx = scaled.map((value, i) => {
        const { channel } = at(i)
        const inner = value - (meanGradient[channel] as number) - (normalised[i] as number) * (meanProduct[channel] as number)
        return inner / Math.sqrt((variance[channel] as number) + EPSILON)
      })
      return {
        y,
        mean,
        variance,
        dx,
        dScale: sums(
          before.map((value, i) => value * (normalised[i] as number)),
          'own',
          scale.length,
        ),
        dOffset: sums(before, 'own', offset.length),
      }
    }
  })
})
