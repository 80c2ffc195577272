// Spectral normalisation against its definition in float64: value, gradient, the vector kept or left, and the same bits twice.
import { beforeAll, describe, expect, test } from 'vitest'
import { openDevice } from '../../backend.ts'
import * as tf from '../../tf.ts'
import { normals, relativeError, sizeOf } from '../test-support.ts'
import { spectralNormalise } from './spectral-norm.ts'

const TOLERANCE = 2e-5

describe.each(['webgpu', 'cpu'] as const)('on %s', (backend) => {
  beforeAll(async () => {
    await openDevice(backend)
  })

  test.each([[[2, 1]], [[70, 1]], [[3, 3, 3, 5]], [[4, 4, 16, 64]], [[1, 300]], [[2000, 4]]])('%j', async (shape) => {
    const columns = shape.at(-1) as number
    const rows = sizeOf(shape) / columns
    const w = normals(shape, 1)
    const u = normals([1, rows], 2)
    const dy = normals(shape, 3)
    const wanted = definition()
    for (const advance of [true, false]) {
      const seen = await run(advance)
      expect(relativeError(seen.normalised, wanted.normalised)).toBeLessThan(TOLERANCE)
      expect(relativeError(seen.dw, wanted.dw)).toBeLessThan(TOLERANCE * 5) // the part along uᵀv is taken away: some of it cancels
      expect(relativeError(seen.u, advance ? wanted.u : u)).toBeLessThan(TOLERANCE)
      expect(await run(advance)).toEqual(seen)
    }

    async function run(advance: boolean) {
      const kept = tf.variable(tf.tensor2d(u, [1, rows]))
      const tensors = tf.tidy(() => {
        const { value, grads } = tf.valueAndGrads((weight: tf.Tensor): tf.Tensor => spectralNormalise(weight, kept, advance))(
          [tf.tensor(w, shape)],
          tf.tensor(dy, shape),
        )
        return [value, ...grads]
      })
      const [normalised, dw, u2] = (await Promise.all([...tensors, kept].map((tensor) => tensor.data()))) as Float32Array[]
      tf.dispose([...tensors, kept])
      return { normalised, dw, u: u2 } as Record<'normalised' | 'dw' | 'u', Float32Array>
    }

    function definition() {
      const unit = (x: number[]) => x.map((value) => value / Math.sqrt(x.reduce((sum, other) => sum + other * other, 0)))
      const entry = (row: number, column: number) => w[row * columns + column] as number
      const v = unit(Array.from({ length: columns }, (_, column) => u.reduce((sum, value, row) => sum + value * entry(row, column), 0)))
      const product = Array.from({ length: rows }, (_, row) => v.reduce((sum, value, column) => sum + value * entry(row, column), 0))
      const next = unit(product)
      const sigma = product.reduce((sum, value, row) => sum + value * (next[row] as number), 0)
      const normalised = Float64Array.from(w, (value) => value / sigma)
      const along = normalised.reduce((sum, value, i) => sum + value * (dy[i] as number), 0)
      const outer = (i: number) => (next[Math.floor(i / columns)] as number) * (v[i % columns] as number)
      return { normalised, u: next, dw: Float64Array.from(dy, (value, i) => (value - along * outer(i)) / sigma) }
    }
  })
})
