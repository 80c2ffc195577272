// Power iteration on matrices whose singular values are known because they are built from them.
import { beforeAll, describe, expect, test } from 'vitest'
import { RandomStream } from '../../spec/rng.ts'
import { contiguousVariables } from '../../tensor/placement.ts'
import { readNumbers } from '../../tensor/readback.ts'
import { sizeOf } from '../../tensor/shape.ts'
import { setValues } from '../../tensor/stream.ts'
import { OP_DEVICES, openTestDevice } from '../../tensor/test-devices.ts'
import * as tf from '../../tensor/tf.ts'
import { createModels, createRunNetwork, disposeModels, type Models } from '../models.ts'
import { createSampler } from '../sampler.ts'
import { drawsAt, relativeError, TINY, updateD, updateG, valuesOf } from '../test-support.ts'
import { buildNetwork } from './build.ts'
import { initialSpectralU, normaliseWeights } from './spectral-norm.ts'

describe.each(OP_DEVICES)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  test.each([
    ['a convolution', [3, 3, 8, 8]],
    ['a head of four', [32, 4]],
    ['a head of one', [32, 1]],
  ])('after 50 iterations the largest singular value of W / σ is 1: %s', async (_, shape) => {
    const columns = shape.at(-1) as number
    const rows = sizeOf(shape.slice(0, -1))
    const largest = 7
    const matrix = tf.tidy(() => {
      const values = Float32Array.from({ length: rows * columns }, (_, i) =>
        i % columns === Math.floor(i / columns) ? largest * 0.9 ** (i % columns) : 0,
      )
      const left = tf.tensor2d(reflection(rows, 1), [rows, rows])
      const right = tf.tensor2d(reflection(columns, 2), [columns, columns])
      return tf.matMul(tf.matMul(left, tf.tensor2d(values, [rows, columns])), right) // its singular values are 7, 7 · 0.9, …
    })
    const weights = contiguousVariables({ weight: { shape, values: await readNumbers(matrix) } })
    const stream = new RandomStream(3, 'initialWeights')
    const vectors = contiguousVariables(initialSpectralU({ weight: { shape, init: { kind: 'zeros' }, spectralNorm: true } }, stream))
    const normalised = tf.tidy(() => {
      for (let k = 0; k < 49; k++) normaliseWeights(weights, vectors, true)
      return normaliseWeights(weights, vectors, false).weight as tf.Tensor
    })
    const length = async (tensor: tf.Tensor) => Math.hypot(...(await readNumbers(tensor)))
    const sigma = (await length(matrix)) / (await length(normalised))
    tf.dispose([matrix, normalised, ...Object.values(weights), ...Object.values(vectors)])
    expect(Math.abs(sigma / largest - 1)).toBeLessThan(1e-3)
  })

  test('biases stay as they are, and nothing is normalised without vectors', () => {
    tf.tidy(() => {
      const weights = { weight: tf.tensor2d([3, 4], [2, 1]), bias: tf.tensor1d([5]) }
      const normalised = normaliseWeights(weights, {}, true)
      expect(normalised.weight).toBe(weights.weight)
      expect(normalised.bias).toBe(weights.bias)
    })
  })

  test('every kernel and both heads have a u; it is carried on from one D update to the next', async () => {
    const models = createModels(TINY, 3)
    const matrices = Object.keys(models.discriminator.weights).filter((name) => !name.endsWith('bias'))
    expect(Object.keys(models.discriminator.spectralU)).toEqual(matrices)
    expect(matrices).toEqual(expect.arrayContaining(['realness/weight', 'rotation/weight']))

    const [draws] = drawsAt(TINY, 0).discriminator
    if (!draws) throw new Error('a step has at least one update of D')
    for (let k = 0; k < 2; k++) {
      const before = await valuesOf(models.discriminator.spectralU)
      const weights = await valuesOf(models.discriminator.weights)
      updateD(models, TINY, k + 1, draws).values.dispose()
      for (const [name, u] of Object.entries(await valuesOf(models.discriminator.spectralU))) {
        expect(relativeError(u, iterated(weights[name] as Float32Array, before[name] as Float32Array)), name).toBeLessThan(1e-5)
      }
    }
    disposeModels(models)
  })

  describe('in a generator', () => {
    function modelsWithNormedG(): Models {
      const { discriminator, generator: plain } = createModels(TINY, 3)
      disposeModels({ plain })
      const random = (index: number) => new RandomStream(TINY.seed, 'initialWeights', index)
      const network = buildNetwork({ ...plain.network.definition, spectralNorm: true })
      return { discriminator, generator: createRunNetwork(network, { weights: random(0), spectralU: random(3) }, true) }
    }

    test('every kernel has a u, and none of a norm; an update of G carries it on, one of D does not', async () => {
      const models = modelsWithNormedG()
      const { weights, spectralU } = models.generator
      expect(Object.keys(spectralU)).toEqual(['linear/weight', 'up1/kernel', 'up2/kernel', 'up3/kernel', 'image/kernel'])
      const draws = drawsAt(TINY, 0)
      const [first, matrices] = [await valuesOf(spectralU), await valuesOf(weights)]
      updateD(models, TINY, 1, draws.discriminator[0] as (typeof draws.discriminator)[0]).values.dispose()
      expect(await valuesOf(spectralU)).toEqual(first)
      updateG(models, TINY, 1, draws).values.dispose()
      for (const [name, u] of Object.entries(await valuesOf(spectralU))) {
        expect(relativeError(u, iterated(matrices[name] as Float32Array, first[name] as Float32Array)), name).toBeLessThan(1e-5)
      }
      const after = await valuesOf(weights)
      for (const [name, values] of Object.entries(matrices)) expect(after[name], name).not.toEqual(values)
      disposeModels(models)
    })

    test('its pictures are those of the normalised average: kernels of twice the size draw the same', async () => {
      const models = modelsWithNormedG()
      const sampler = createSampler(models.generator, TINY)
      const draw = async (step: number) => (await sampler.samples({ step, classes: null }, [1, 2, 3])).pictures.pixels
      const pixels = await draw(0)
      for (const name of Object.keys(models.generator.spectralU)) {
        const variable = models.generator.ema[name] as tf.Variable
        setValues(
          variable,
          (await readNumbers(variable)).map((value) => 2 * value),
        )
      }
      expect(await draw(1)).toEqual(pixels)
      expect(new Set(pixels).size).toBeGreaterThan(10)
      sampler.dispose()
      disposeModels(models)
    })
  })
})

/** I - 2aaᵀ/|a|²: orthogonal for any a. */
function reflection(side: number, seed: number): Float32Array {
  const a = new RandomStream(seed, 'sample').normals(side)
  const square = a.reduce((sum, x) => sum + x * x, 0)
  return Float32Array.from({ length: side * side }, (_, i) => {
    const [row, column] = [Math.floor(i / side), i % side]
    return (row === column ? 1 : 0) - (2 * (a[row] as number) * (a[column] as number)) / square
  })
}

/** One step of power iteration in float64. */
function iterated(matrix: Float32Array, u: Float32Array): number[] {
  const columns = matrix.length / u.length
  const unit = (x: number[]) => x.map((value) => value / Math.hypot(...x))
  const entry = (row: number, column: number) => matrix[row * columns + column] as number
  const v = unit(Array.from({ length: columns }, (_, column) => u.reduce((sum, value, row) => sum + value * entry(row, column), 0)))
  return unit(Array.from(u, (_, row) => v.reduce((sum, value, column) => sum + value * entry(row, column), 0)))
}
