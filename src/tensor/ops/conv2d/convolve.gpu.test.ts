// Convolution, bias and activation in one, against its reference in float64: value, every gradient, and the same bits twice.
import { beforeAll, describe, expect, test } from 'vitest'
import { sizeOf } from '../../shape.ts'
import { OP_DEVICES, openTestDevice } from '../../test-devices.ts'
import * as tf from '../../tf.ts'
import type { Activation } from '../activation.ts'
import { derivativeAt } from '../activation-gradient/reference.ts'
import { checkOp, opCase } from '../check-op.ts'
import { normals, relativeError } from '../test-support.ts'
import { convolve } from './convolve.ts'
import { convolveReference, filterGradientReference, inputGradientReference } from './reference.ts'
import { convShape } from './shape.ts'

const TOLERANCE = 2e-5

type Sides = [number, number, number, number]

const CASES: readonly (readonly [x: Sides, filter: Sides, stride: number])[] = [
  [[1, 1, 1, 1], [1, 1, 1, 1], 1],
  [[2, 7, 5, 3], [4, 4, 3, 5], 2],
  [[1, 6, 6, 64], [3, 3, 64, 3], 1],
  [[3, 8, 8, 3], [3, 3, 3, 64], 1],
]

const ACTIVATIONS: readonly Activation[] = [{ kind: 'linear' }, { kind: 'relu' }, { kind: 'leakyRelu', leak: 0.1 }, { kind: 'tanh' }]

checkOp(
  'convolve',
  ACTIVATIONS.flatMap((activation) =>
    [1, 2].map((stride) => {
      const shapes = { x: [2, 5, 4, 3], filter: [3, 4, 3, 4], bias: [4] } as const
      const shape = convShape(shapes.x, shapes.filter, stride, 'same')
      return opCase({
        title: `stride ${stride}, ${activation.kind}`,
        shapes,
        values: { filter: normals(shapes.filter, 2).map((weight) => 0.2 * weight) }, // where tanh is not flat
        run: ({ x, filter, bias }) => convolve(x as tf.Tensor4D, filter as tf.Tensor4D, bias, stride, activation),
        reference: ({ x, filter, bias }) => [convolveReference(shape, x, filter, bias, activation)],
      })
    }),
  ),
)

describe.each(OP_DEVICES)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  describe.each(CASES)('%j * %j, stride %i', (x, filter, stride) => {
    const shape = convShape(x, filter, stride, 'same')
    const outChannels = filter[3]
    const sides: Sides = [shape.batch, shape.outHeight, shape.outWidth, outChannels]
    const given = { x: normals(x, 1), filter: normals(filter, 2), bias: normals([outChannels], 3), dy: normals(sides, 4) }

    test.each(ACTIVATIONS)('with $kind', async (activation) => {
      const scale = activation.kind === 'tanh' ? 0.2 / Math.sqrt(sizeOf(filter) / outChannels) : 1 // where tanh is not flat
      const scaled = given.filter.map((weight) => weight * scale)
      const y = convolveReference(shape, given.x, scaled, given.bias, activation)
      const before = y.map((output, i) => (given.dy[i] as number) * derivativeAt(activation, output))
      const dBias = new Float64Array(outChannels)
      for (const [i, gradient] of before.entries()) dBias[i % outChannels] = (dBias[i % outChannels] as number) + gradient

      const seen = await run(activation, scaled)
      expect(relativeError(seen.y, y)).toBeLessThan(TOLERANCE)
      expect(relativeError(seen.dx, inputGradientReference(shape, before, scaled))).toBeLessThan(TOLERANCE)
      expect(relativeError(seen.dFilter, filterGradientReference(shape, given.x, before))).toBeLessThan(TOLERANCE)
      expect(relativeError(seen.dBias, dBias)).toBeLessThan(TOLERANCE)
      expect(await run(activation, scaled)).toEqual(seen)
    })

    async function run(activation: Activation, weights: Float32Array) {
      const tensors = tf.tidy(() => {
        const { value, grads } = tf.valueAndGrads(
          (image: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor): tf.Tensor =>
            convolve(image as tf.Tensor4D, kernel as tf.Tensor4D, bias, stride, activation),
        )([tf.tensor(given.x, x), tf.tensor(weights, filter), tf.tensor(given.bias, [outChannels])], tf.tensor(given.dy, sides))
        return [value, ...grads]
      })
      const [y, dx, dFilter, dBias] = (await Promise.all(tensors.map((tensor) => tensor.data()))) as Float32Array[]
      tf.dispose(tensors)
      return { y, dx, dFilter, dBias } as Record<'y' | 'dx' | 'dFilter' | 'dBias', Float32Array>
    }
  })
})
