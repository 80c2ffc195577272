// The convolution kernels against their reference, over shapes that leave remainders everywhere, and the same bits twice.
import { beforeAll, describe, expect, test } from 'vitest'
import { compute } from '../../readback.ts'
import { sizeOf } from '../../shape.ts'
import { OP_DEVICES, openTestDevice } from '../../test-devices.ts'
import * as tf from '../../tf.ts'
import { checkOp, opCase } from '../check-op.ts'
import { memoize } from '../program.ts'
import { normals, relativeError } from '../test-support.ts'
import { filterGradient } from './conv2d.ts'
import { filterGradientReference, forwardReference, inputGradientReference } from './reference.ts'
import { type ConvShape, convShape } from './shape.ts'

/** Largest error over the largest entry. */
const TOLERANCE = 2e-5

type Sides = [number, number, number, number]

const CASES: readonly (readonly [x: Sides, kernel: Sides, stride: number, pad: 'same' | 'valid'])[] = [
  [[1, 1, 1, 1], [1, 1, 1, 1], 1, 'same'],
  [[1, 5, 7, 1], [3, 3, 1, 5], 1, 'same'],
  [[2, 7, 5, 3], [4, 4, 3, 5], 2, 'same'],
  [[3, 8, 8, 3], [3, 3, 3, 16], 1, 'same'],
  [[2, 9, 6, 5], [3, 3, 5, 3], 2, 'valid'],
  [[2, 8, 8, 16], [3, 3, 16, 3], 1, 'same'],
  [[2, 6, 6, 8], [4, 4, 8, 12], 2, 'same'],
  [[1, 5, 5, 4], [1, 1, 4, 20], 3, 'same'],
  [[2, 2, 2, 64], [4, 4, 64, 64], 2, 'same'],
  [[5, 4, 4, 64], [3, 3, 64, 64], 1, 'same'],
  [[3, 16, 16, 12], [4, 4, 12, 64], 2, 'same'],
  [[1, 20, 19, 2], [17, 17, 2, 3], 1, 'same'], // more taps than a small table has room for
  [[9, 31, 33, 24], [3, 3, 24, 32], 1, 'same'], // the largest tiles, from here on
  [[9, 65, 63, 4], [4, 4, 4, 8], 2, 'same'],
]

const TINY = { x: [2, 5, 4, 3], filter: [3, 4, 3, 4], y: [2, 3, 2, 4] } as const // stride 2
const TINY_SHAPE = convShape(TINY.x, TINY.filter, 2, 'same')

// The three are closed under differentiation, so all three have second gradients.
checkOp('convolutions', [
  opCase({
    title: 'forward',
    shapes: { x: TINY.x, filter: TINY.filter },
    run: ({ x, filter }) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 2, 'same'),
    reference: ({ x, filter }) => [forwardReference(TINY_SHAPE, x, filter)],
  }),
  opCase({
    title: 'input gradient, which is the transposed convolution',
    shapes: { dy: TINY.y, filter: TINY.filter },
    run: ({ dy, filter }) => tf.conv2dTranspose(dy as tf.Tensor4D, filter as tf.Tensor4D, [...TINY.x], 2, 'same'),
    reference: ({ dy, filter }) => [inputGradientReference(TINY_SHAPE, dy, filter)],
  }),
  opCase({
    title: 'filter gradient',
    shapes: { x: TINY.x, dy: TINY.y },
    run: ({ x, dy }) => filterGradient(x as tf.Tensor4D, dy as tf.Tensor4D, [...TINY.filter], 2),
    reference: ({ x, dy }) => [filterGradientReference(TINY_SHAPE, x, dy)],
  }),
])

describe.each(OP_DEVICES)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  describe.each(CASES)('%j * %j, stride %i, %s', (x, kernel, stride, pad) => {
    const shape = convShape(x, kernel, stride, pad)
    const values = valuesOf(shape)

    test('value and both gradients are those of the reference, and the same bits twice', async () => {
      const [seen, wanted] = [await convolve(), wantedOf(shape)]
      for (const name of ['y', 'dx', 'dKernel'] as const) expect(relativeError(seen[name], wanted[name]), name).toBeLessThan(TOLERANCE)
      expect(await convolve()).toEqual(seen)
    })

    async function convolve() {
      const tensors = tf.tidy(() => {
        const dy = tf.tensor(values.dy, outSides(shape))
        const { value: y, grads } = tf.valueAndGrads((image: tf.Tensor, weights: tf.Tensor) => {
          const y = tf.conv2d(image as tf.Tensor4D, weights as tf.Tensor4D, stride, pad)
          return y as tf.Tensor
        })([tf.tensor(values.x, x), tf.tensor(values.kernel, kernel)], dy)
        return [y, ...grads] as [tf.Tensor, tf.Tensor, tf.Tensor]
      })
      const [y, dx, dKernel] = (await Promise.all(tensors.map((tensor) => tensor.data()))) as [Float32Array, Float32Array, Float32Array]
      tf.dispose(tensors)
      return { y, dx, dKernel }
    }
  })

  test('what ours are not made for, TensorFlow.js computes: dilated filters and two strides', async () => {
    const [x, kernel]: [Sides, Sides] = [
      [2, 9, 11, 3],
      [3, 3, 3, 5],
    ]
    const [images, filter] = [normals(x, 1), normals(kernel, 2)]
    const given = () => [tf.tensor4d(images, x), tf.tensor4d(filter, kernel)] as const
    const dilated = await compute(() => tf.conv2d(...given(), 1, 'same', 'NHWC', 2))
    const wide: Sides = [5, 5, 3, 5] // the same filter with zeros in between
    const spread = Float32Array.from({ length: sizeOf(wide) }, (_, at) => {
      const [row, column, rest] = [Math.floor(at / 75), Math.floor(at / 15) % 5, at % 15]
      return row % 2 === 0 && column % 2 === 0 ? (filter[((row / 2) * 3 + column / 2) * 15 + rest] as number) : 0
    })
    expect(relativeError(dilated, forwardReference(convShape(x, wide, 1, 'same'), images, spread))).toBeLessThan(TOLERANCE)

    const strided = await compute(() => tf.conv2d(...given(), [1, 2], 'valid')) // [2, 7, 5, 5]
    const every = forwardReference(convShape(x, kernel, 1, 'valid'), images, filter) // [2, 7, 9, 5]
    const second = every.filter((_, at) => (Math.floor(at / 5) % 9) % 2 === 0)
    expect(relativeError(strided, second)).toBeLessThan(TOLERANCE)
  })
})

function valuesOf(shape: ConvShape) {
  const { batch, inHeight, inWidth, inChannels, kernelHeight, kernelWidth, outChannels } = shape
  return {
    x: normals([batch, inHeight, inWidth, inChannels], 1),
    kernel: normals([kernelHeight, kernelWidth, inChannels, outChannels], 2),
    dy: normals(outSides(shape), 3),
  }
}

/** The reference is slow, so it is computed once for all devices. */
const wantedOf = memoize((shape: ConvShape) => {
  const { x, kernel, dy } = valuesOf(shape)
  return {
    y: forwardReference(shape, x, kernel),
    dx: inputGradientReference(shape, dy, kernel),
    dKernel: filterGradientReference(shape, x, dy),
  }
})

function outSides(shape: ConvShape): Sides {
  return [shape.batch, shape.outHeight, shape.outWidth, shape.outChannels]
}
