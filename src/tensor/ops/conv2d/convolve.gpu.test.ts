// Convolution, bias and activation in one, against the definition in float64: value, every gradient, and the same bits twice.
import { beforeAll, describe, expect, test } from 'vitest'
import { sizeOf } from '../../shape.ts'
import { OP_DEVICES, openTestDevice } from '../../test-devices.ts'
import * as tf from '../../tf.ts'
import type { Activation } from '../activation.ts'
import { normals, relativeError } from '../test-support.ts'
import { convolve } from './convolve.ts'
import { filterGradientReference, forwardReference, inputGradientReference } from './reference.ts'
import { convShape } from './shape.ts'

const TOLERANCE = 2e-5

type Sides = [number, number, number, number]

const CASES: readonly (readonly [x: Sides, filter: Sides, stride: number])[] = [
  [[1, 1, 1, 1], [1, 1, 1, 1], 1],
  [[2, 7, 5, 3], [4, 4, 3, 5], 2],
  [[1, 6, 6, 64], [3, 3, 64, 3], 1],
  [[3, 8, 8, 3], [3, 3, 3, 64], 1],
]

const ACTIVATIONS: Readonly<Record<Activation['kind'], [Activation, (x: number) => number, (y: number) => number]>> = {
  linear: [{ kind: 'linear' }, (x) => x, () => 1],
  relu: [{ kind: 'relu' }, (x) => Math.max(0, x), (y) => (y > 0 ? 1 : 0)],
  leakyRelu: [{ kind: 'leakyRelu', leak: 0.1 }, (x) => (x > 0 ? x : 0.1 * x), (y) => (y > 0 ? 1 : 0.1)],
  tanh: [{ kind: 'tanh' }, Math.tanh, (y) => 1 - y * y],
}

describe.each(OP_DEVICES)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  describe.each(CASES)('%j * %j, stride %i', (x, filter, stride) => {
    const shape = convShape(x, filter, stride, 'same')
    const outChannels = filter[3]
    const sides: Sides = [shape.batch, shape.outHeight, shape.outWidth, outChannels]
    const given = { x: normals(x, 1), filter: normals(filter, 2), bias: normals([outChannels], 3), dy: normals(sides, 4) }

    test.each(Object.keys(ACTIVATIONS) as Activation['kind'][])('with %s', async (kind) => {
      const [activation, value, slope] = ACTIVATIONS[kind]
      const scale = kind === 'tanh' ? 0.2 / Math.sqrt(sizeOf(filter) / outChannels) : 1 // where tanh is not flat
      const scaled = given.filter.map((weight) => weight * scale)
      const y = forwardReference(shape, given.x, scaled).map((sum, i) => value(sum + (given.bias[i % outChannels] as number)))
      const before = y.map((output, i) => (given.dy[i] as number) * slope(output))
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
