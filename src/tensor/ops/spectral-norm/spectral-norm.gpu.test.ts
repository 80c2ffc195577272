// Spectral normalisation against its definition in float64: value, gradient, the vectors kept or left, and the same bits twice; of a single
// matrix and of a network's many, which lie among biases.
import { beforeAll, describe, expect, test } from 'vitest'
import { contiguousVariables, type InitialValues } from '../../placement.ts'
import { sizeOf } from '../../shape.ts'
import { OP_DEVICES, openTestDevice } from '../../test-devices.ts'
import * as tf from '../../tf.ts'
import { checkOp, opCase } from '../check-op.ts'
import { normals, relativeError } from '../test-support.ts'
import { powerIterationReference, sigmaReference } from './reference.ts'
import { spectralNormalise } from './spectral-norm.ts'

const TOLERANCE = 2e-5

const TINY = { w0: [3, 2, 3], w1: [5, 4] } as const
const START = { w0: normals([6], 7), w1: normals([5], 8) }
const FOUND = { w0: powerIterationReference(normals(TINY.w0, 1), START.w0), w1: powerIterationReference(normals(TINY.w1, 2), START.w1) }

checkOp('spectral norm', [
  opCase({
    title: 'two matrices at once', // u and v stay where they are: no gradient flows through them
    shapes: TINY,
    place: (inputs) => {
      const vectors = contiguousVariables({ u0: { shape: [1, 6], values: START.w0 }, u1: { shape: [1, 5], values: START.w1 } })
      return { ...contiguousVariables(inputs), ...vectors }
    },
    run: ({ w0, w1, ...vectors }) => spectralNormalise([w0, w1], Object.values(vectors) as tf.Variable[], false),
    reference: (weights) =>
      (['w0', 'w1'] as const).map((name) => {
        const w = weights[name]
        const sigma = sigmaReference(w, FOUND[name].u, FOUND[name].v)
        return w.map((value) => value / sigma)
      }),
  }),
])

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
  const { u: next, v, sigma } = powerIterationReference(w, u)
  const normalised = Float64Array.from(w, (value) => value / sigma)
  const along = normalised.reduce((sum, value, i) => sum + value * (dy[i] as number), 0)
  const outer = (i: number) => (next[Math.floor(i / columns)] as number) * (v[i % columns] as number)
  return { normalised, u: next, dw: Float64Array.from(dy, (value, i) => (value - along * outer(i)) / sigma) }
}
