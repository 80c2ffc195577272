// Upsampling and average pooling against their definitions in float64: value, first and second gradient, the same bits twice, and the
// reference of TensorFlow.js's own operations likewise.
import { beforeAll, describe, expect, test } from 'vitest'
import { compute } from '../../readback.ts'
import { OP_DEVICES, openTestDevice } from '../../test-devices.ts'
import * as tf from '../../tf.ts'
import { normals, relativeError } from '../test-support.ts'
import { averagePool, blockRepeatReference, blockSumReference, upsample } from './resample.ts'

const TOLERANCE = 2e-6

type Sides = [batch: number, height: number, width: number, channels: number]
type Resample = (x: tf.Tensor4D, factor: number) => tf.Tensor4D

/** Of the smaller picture. */
const CASES: readonly (readonly [small: Sides, factor: number])[] = [
  [[1, 1, 1, 1], 2],
  [[2, 3, 5, 3], 2],
  [[3, 4, 4, 16], 2],
  [[2, 2, 3, 6], 3],
  [[5, 1, 1, 20], 8], // the mean of a whole picture
]

/** Each by our kernels and by its slow reference. */
const OPERATIONS = {
  upsample: { ours: upsample, reference: (x: tf.Tensor4D, factor: number) => blockRepeatReference(x, { factor, scale: 1 }) },
  averagePool: {
    ours: averagePool,
    reference: (x: tf.Tensor4D, factor: number) => blockSumReference(x, { factor, scale: 1 / factor ** 2 }),
  },
} as const
type Name = keyof typeof OPERATIONS

const gradient = (of: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor) => tf.valueAndGrads(of)([x]).grads[0] as tf.Tensor
const cube = (y: tf.Tensor) => tf.mul(y, tf.square(y))

describe.each([...OP_DEVICES, 'cpu'] as const)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  describe.each(Object.keys(OPERATIONS) as Name[])('%s', (name) => {
    describe.each(CASES)('%j by %i', (small, factor) => {
      const [batch, height, width, channels] = small
      const large: Sides = [batch, height * factor, width * factor, channels]
      const [from, to] = name === 'upsample' ? [small, large] : [large, small]
      const x = normals(from, 1)
      const dy = normals(to, 2)
      const { ours, reference } = OPERATIONS[name]

      test('value and gradient are those of the definition, and the same bits twice', async () => {
        const seen = await valueAndGradient(ours)
        expect(relativeError(seen.value, product(name, large, factor, x))).toBeLessThan(TOLERANCE)
        expect(relativeError(seen.gradient, transposed(name, large, factor, dy))).toBeLessThan(TOLERANCE)
        expect(await valueAndGradient(ours)).toEqual(seen)
        const slow = await valueAndGradient(reference)
        expect(relativeError(slow.value, seen.value)).toBeLessThan(TOLERANCE)
        expect(relativeError(slow.gradient, seen.gradient)).toBeLessThan(TOLERANCE)
      })

      /** L = Σ dy · (Ax)³ has the gradient g = Aᵀ(3 dy (Ax)²), and Σ w · g that of 6 Aᵀ(dy · Ax · Aw). */
      test('the gradient has a gradient', async () => {
        const w = normals(from, 3)
        const seen = await compute(() => {
          const loss = (input: tf.Tensor) => tf.sum(tf.mul(tf.tensor4d(dy, to), cube(ours(input as tf.Tensor4D, factor))))
          return gradient((input) => tf.sum(tf.mul(tf.tensor4d(w, from), gradient(loss, input))), tf.tensor4d(x, from))
        })
        const [ax, aw] = [product(name, large, factor, x), product(name, large, factor, w)]
        const inner = Array.from(dy, (value, i) => 6 * value * (ax[i] as number) * (aw[i] as number))
        expect(relativeError(seen, transposed(name, large, factor, inner))).toBeLessThan(1e-5)
      })

      async function valueAndGradient(operation: Resample) {
        const { value, grads } = tf.tidy(() =>
          tf.valueAndGrads((input: tf.Tensor): tf.Tensor => operation(input as tf.Tensor4D, factor))(
            [tf.tensor4d(x, from)],
            tf.tensor4d(dy, to),
          ),
        )
        const [values, gradient] = (await Promise.all([value, ...grads].map((tensor) => tensor.data()))) as [Float32Array, Float32Array]
        tf.dispose([value, grads])
        return { value: values, gradient }
      }
    })
  })

  test('a picture that is not made of whole blocks is refused', () => {
    expect(() => tf.tidy(() => averagePool(tf.zeros([1, 4, 5, 1]), 2))).toThrow('4 x 5 pixels')
  })
})

/** Ax, A being the operation as a matrix. */
function product(name: Name, large: Sides, factor: number, x: ArrayLike<number>): Float64Array {
  return name === 'upsample' ? repeated(large, factor, x, 1) : summed(large, factor, x, 1 / factor ** 2)
}

/** Aᵀy */
function transposed(name: Name, large: Sides, factor: number, y: ArrayLike<number>): Float64Array {
  return name === 'upsample' ? summed(large, factor, y, 1) : repeated(large, factor, y, 1 / factor ** 2)
}

function repeated(large: Sides, factor: number, x: ArrayLike<number>, scale: number): Float64Array {
  const y = new Float64Array(large[0] * large[1] * large[2] * large[3])
  forEachPair(large, factor, (inLarge, inSmall) => {
    y[inLarge] = scale * (x[inSmall] as number)
  })
  return y
}

function summed(large: Sides, factor: number, x: ArrayLike<number>, scale: number): Float64Array {
  const y = new Float64Array((large[0] * large[1] * large[2] * large[3]) / factor ** 2)
  forEachPair(large, factor, (inLarge, inSmall) => {
    y[inSmall] = (y[inSmall] as number) + scale * (x[inLarge] as number)
  })
  return y
}

function forEachPair([batch, height, width, channels]: Sides, factor: number, visit: (inLarge: number, inSmall: number) => void): void {
  for (let b = 0; b < batch; b++) {
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        for (let c = 0; c < channels; c++) {
          const place = (b * (height / factor) + Math.floor(row / factor)) * (width / factor) + Math.floor(column / factor)
          visit(((b * height + row) * width + column) * channels + c, place * channels + c)
        }
      }
    }
  }
}
