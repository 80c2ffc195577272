// The product of matrices on WebAssembly against its definition in float64; and with weights that Adam has changed in place.
import { beforeAll, describe, expect, test } from 'vitest'
import { contiguousVariables } from '../../placement.ts'
import { compute } from '../../readback.ts'
import { sizeOf } from '../../shape.ts'
import { openTestDevice } from '../../test-devices.ts'
import * as tf from '../../tf.ts'
import { adamStep } from '../adam/adam.ts'
import { normals, relativeError } from '../test-support.ts'

const TOLERANCE = 2e-5

/** Matrices in a, in b, and M, K, N; the last is enough work to be shared. */
const CASES: readonly (readonly [a: number[], b: number[], sides: [number, number, number]])[] = [
  [[], [], [1, 1, 1]],
  [[], [], [5, 3, 2]],
  [[], [], [8, 16, 8]],
  [[3], [3], [4, 7, 9]],
  [[1], [3], [4, 5, 6]],
  [[3], [1], [4, 5, 6]],
  [[], [3], [4, 5, 6]],
  [[2, 3], [], [2, 3, 1]],
  [[2], [2], [61, 67, 59]],
]

beforeAll(async () => {
  await openTestDevice('wasm on 2 threads')
})

describe.each(CASES)('%j and %j matrices, M K N %j', (batchA, batchB, [M, K, N]) => {
  test.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('a transposed: %s, b transposed: %s', async (transposeA, transposeB) => {
    const [shapeA, shapeB] = [
      [...batchA, ...(transposeA ? [K, M] : [M, K])],
      [...batchB, ...(transposeB ? [N, K] : [K, N])],
    ]
    const [a, b] = [normals(shapeA, 1), normals(shapeB, 2)]
    const count = Math.max(sizeOf(batchA), sizeOf(batchB))
    const wanted = Float64Array.from({ length: count * M * N }, (_, at) => {
      const [i, row, column] = [Math.floor(at / (M * N)), Math.floor(at / N) % M, at % N]
      const [fromA, fromB] = [(i % sizeOf(batchA)) * M * K, (i % sizeOf(batchB)) * K * N]
      let sum = 0
      for (let k = 0; k < K; k++) {
        const one = a[fromA + (transposeA ? k * M + row : row * K + k)] as number
        const other = b[fromB + (transposeB ? column * K + k : k * N + column)] as number
        sum += one * other
      }
      return sum
    })
    const product = () => tf.matMul(tf.tensor(a, shapeA), tf.tensor(b, shapeB), transposeA, transposeB)
    expect(relativeError(await compute(product), wanted)).toBeLessThan(TOLERANCE)
  })
})

test('batches that neither agree nor have one matrix are refused', () => {
  tf.tidy(() => {
    expect(() => tf.matMul(tf.zeros([2, 1, 3, 4]), tf.zeros([1, 2, 4, 5]))).toThrow(/batches/)
  })
})

test('a weight that Adam has changed in place is the one that is multiplied with', async () => {
  const [rows, features, outputs] = [6, 20, 16]
  const values = normals([features, outputs], 1)
  const state = contiguousVariables(
    Object.fromEntries(
      ['weight', 'first', 'second'].map((name, i) => [
        name,
        { shape: [features, outputs], values: i === 0 ? values : values.map(() => 0) },
      ]),
    ),
  ) as Record<'weight' | 'first' | 'second', tf.Variable>
  const { weight, first, second } = state
  const x = tf.tensor(normals([rows, features], 2), [rows, features])
  const before = await compute(() => tf.matMul(x, weight))
  tf.tidy(() => {
    const lists = { weights: [weight], firstMoments: [first], secondMoments: [second], averages: [] }
    adamStep(lists, [tf.fill([features, outputs], 1)], tf.tensor1d([0.5, 1, 0, 0, 0]), { adam: 0, decay: 4 }) // minus 0.5 each
  })
  const after = await compute(() => tf.matMul(x, weight))
  const sums = await compute(() => tf.sum(x, 1))
  const wanted = before.map((value, i) => value - 0.5 * (sums[Math.floor(i / outputs)] as number))
  expect(relativeError(after, wanted)).toBeLessThan(1e-4)
  tf.dispose([x, ...Object.values(state)])
})
