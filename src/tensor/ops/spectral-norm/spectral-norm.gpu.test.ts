// Spectral normalisation against its definition in float64: value, gradient, the vectors kept or left, and the same bits twice; of a single
// matrix and of a network's many, which lie among biases.
import { beforeAll, describe, expect, test } from 'vitest'
import { contiguousVariables, type InitialValues } from '../../placement.ts'
import { sizeOf } from '../../shape.ts'
import { OP_DEVICES, openTestDevice } from '../../test-devices.ts'
import * as tf from '../../tf.ts'
import { normals, relativeError } from '../test-support.ts'
import { spectralNormalise } from './spectral-norm.ts'

const TOLERANCE = 2e-5

const SHAPES: readonly (readonly number[])[] = [
  [2, 1],
  [70, 1],
  [3, 3, 3, 5],
  [4, 4, 16, 64],
  [1, 300],
  [2000, 4],
]

/** A device binds 8 to 16 tensors at once; more matrices than that have their gradients gathered in several runs. */
const MANY = Array.from({ length: 20 }, (_, i) => [3 + 7 * i, 1 + (i % 6)])

describe.each([...OP_DEVICES, 'cpu'] as const)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  test.each([...SHAPES.map((shape) => [shape]), SHAPES, MANY])('%j', async (...shapes) => {
    const matrices = shapes.map((shape, i) => {
      const rows = sizeOf(shape.slice(0, -1))
      const given = { w: normals(shape, 3 * i), u: normals([1, rows], 3 * i + 1), dy: normals(shape, 3 * i + 2) }
      return { shape, rows, ...given, wanted: definition(given.w, given.u, given.dy) }
    })
    for (const advance of [true, false]) {
      const seen = await run(advance)
      for (const [i, { u, wanted }] of matrices.entries()) {
        expect(relativeError(seen.normalised[i] as Float32Array, wanted.normalised)).toBeLessThan(TOLERANCE)
        expect(relativeError(seen.dw[i] as Float32Array, wanted.dw)).toBeLessThan(TOLERANCE * 5) // the part along uᵀv is taken away: some of it cancels
        expect(relativeError(seen.u[i] as Float32Array, advance ? wanted.u : u)).toBeLessThan(TOLERANCE)
      }
      expect(await run(advance)).toEqual(seen)
    }

    async function run(advance: boolean) {
      const bias = { shape: [3], values: Float32Array.of(1, 2, 3) }
      const all = matrices.flatMap(({ shape, w }, i): [string, InitialValues][] => [
        [`w${i}`, { shape, values: w }],
        [`bias${i}`, bias],
      ])
      const weights = contiguousVariables(Object.fromEntries(all))
      const vectors = contiguousVariables(Object.fromEntries(matrices.map(({ rows, u }, i) => [`u${i}`, { shape: [1, rows], values: u }])))
      const tensors = tf.tidy(() => {
        let value: tf.Tensor[] = []
        const { grads } = tf.valueAndGrads((...inputs: tf.Tensor[]): tf.Tensor => {
          value = spectralNormalise(inputs, Object.values(vectors), advance).map((tensor) => tf.keep(tensor))
          const products = value.map((tensor, i) => tf.sum(tf.mul(tensor, tf.tensor(matrices[i]?.dy as Float32Array, tensor.shape))))
          return tf.sum(tf.stack(products))
        })(matrices.map((_, i) => weights[`w${i}`] as tf.Variable))
        return [...value, ...grads]
      })
      const kept = [...tensors, ...Object.values(vectors)]
      const values = (await Promise.all(kept.map((tensor) => tensor.data()))) as Float32Array[]
      tf.dispose([...kept, ...Object.values(weights)])
      const third = (k: number) => values.slice(k * matrices.length, (k + 1) * matrices.length)
      return { normalised: third(0), dw: third(1), u: third(2) }
    }
  })
})

/** W / σ, the new u, and the gradient of W / σ · dy, for one matrix in float64. */
function definition(w: Float32Array, u: Float32Array, dy: Float32Array) {
  const columns = w.length / u.length
  const unit = (x: number[]) => x.map((value) => value / Math.sqrt(x.reduce((sum, other) => sum + other * other, 0)))
  const entry = (row: number, column: number) => w[row * columns + column] as number
  const v = unit(Array.from({ length: columns }, (_, column) => u.reduce((sum, value, row) => sum + value * entry(row, column), 0)))
  const product = Array.from(u, (_, row) => v.reduce((sum, value, column) => sum + value * entry(row, column), 0))
  const next = unit(product)
  const sigma = product.reduce((sum, value, row) => sum + value * (next[row] as number), 0)
  const normalised = Float64Array.from(w, (value) => value / sigma)
  const along = normalised.reduce((sum, value, i) => sum + value * (dy[i] as number), 0)
  const outer = (i: number) => (next[Math.floor(i / columns)] as number) * (v[i % columns] as number)
  return { normalised, u: next, dw: Float64Array.from(dy, (value, i) => (value - along * outer(i)) / sigma) }
}
