// The kernels give the same bits on one, two and three threads, at shapes that leave remainders everywhere and are large enough to be shared.
import { afterAll, describe, expect, test, vi } from 'vitest'
import { openDevice } from '../backend.ts'
import type { Activation } from '../ops/activation.ts'
import { adamStep } from '../ops/adam/adam.ts'
import { DRAWS_PER_IMAGE } from '../ops/augment/programs.ts'
import { augmentedViews } from '../ops/augment/views.ts'
import { batchNorm, normalise } from '../ops/batch-norm/batch-norm.ts'
import { convolve } from '../ops/conv2d/convolve.ts'
import { linearHead } from '../ops/linear/linear.ts'
import { averagePool, upsample } from '../ops/resample/resample.ts'
import { spectralNormalise } from '../ops/spectral-norm/spectral-norm.ts'
import { channelSums } from '../ops/sum-of-slices/channel-sums.ts'
import { normals } from '../ops/test-support.ts'
import { contiguousVariables } from '../placement.ts'
import { sizeOf } from '../shape.ts'
import * as tf from '../tf.ts'
import type { WasmBackend } from './module.ts'
import { wasmHost } from './test-host.ts'
import { MIN_SHARED_WORK } from './threads.ts'

/** Tensors to look at. */
type Work = () => tf.Tensor[]

const random = (shape: number[], seed: number) => tf.tensor(normals(shape, seed), shape)

/** Value and gradients of an operation on random tensors of these shapes. */
function withGradients(operation: (...inputs: tf.Tensor[]) => tf.Tensor, ...shapes: number[][]): Work {
  return () => {
    const { value, grads } = tf.valueAndGrads((...inputs: tf.Tensor[]) => tf.mul(operation(...inputs), 1))(shapes.map(random))
    return [value, ...grads]
  }
}

const ACTIVATIONS: readonly Activation[] = [{ kind: 'linear' }, { kind: 'relu' }, { kind: 'leakyRelu', leak: 0.1 }, { kind: 'tanh' }]
const [, RELU] = ACTIVATIONS as [Activation, Activation]

const CONVOLUTIONS = [1, 2, 3].flatMap((stride) =>
  ACTIVATIONS.map((activation): [string, Work] => [
    `convolution, stride ${stride}, ${activation.kind}`,
    withGradients(
      (x, filter, bias) => convolve(x as tf.Tensor4D, tf.mul(filter, 0.1) as tf.Tensor4D, bias, stride, activation),
      [5, 37, 23, 7],
      [3, 3, 7, 13],
      [13],
    ),
  ]),
)

const PRODUCTS = [false, true].flatMap((transposeA) =>
  [false, true].map((transposeB): [string, Work] => [
    `product${transposeA ? ', a transposed' : ''}${transposeB ? ', b transposed' : ''}`,
    withGradients(
      (a, b) => tf.matMul(a, b, transposeA, transposeB),
      transposeA ? [2, 67, 61] : [2, 61, 67],
      transposeB ? [2, 59, 67] : [2, 67, 59],
    ),
  ]),
)

const NORMS = [[11], [3, 1, 1, 11]].map((modulation): [string, Work] => [
  `batch norm, scale ${JSON.stringify(modulation)}`,
  () => {
    const x = [3, 37, 31, 11]
    const statistics: tf.Tensor[] = []
    const results = withGradients(
      (image, scale, offset) => {
        const { y, statistics: own } = batchNorm(image as tf.Tensor4D, scale, offset, 1e-5, RELU)
        statistics.push(tf.keep(tf.mul(own.mean, 1)), tf.keep(tf.mul(own.variance, 1)))
        return y
      },
      x,
      modulation,
      modulation,
    )()
    const given = { mean: random([11], 5) as tf.Tensor1D, variance: tf.square(random([11], 6)) as tf.Tensor1D }
    const applied = normalise(random(x, 1) as tf.Tensor4D, given, random(modulation, 2), random(modulation, 3), 1e-5, RELU)
    return [...results, ...statistics, applied]
  },
])

const views: Work = () => {
  const [halves, batch, n] = [2, 5, 3]
  const rows = halves * (batch + 3 * n)
  const draws = tf.sub(1, tf.tanh(tf.square(random([rows, DRAWS_PER_IMAGE], 9)))) as tf.Tensor2D // between 0 and 1
  const changes = { color: true, shift: true, hole: true }
  const variation = { draws, numbers: tf.tensor1d([0.5, 2, 5]), place: 0, changes }
  return withGradients((images) => augmentedViews(images as tf.Tensor4D, halves, n, variation), [halves * batch, 31, 31, 3])()
}

const adam: Work = () => {
  const count = 20_011
  const list = (seed: number) => Object.values(contiguousVariables({ w: { shape: [count], values: normals([count], seed).map(Math.abs) } }))
  const state = { weights: list(1), firstMoments: list(2), secondMoments: list(3), averages: list(4) }
  adamStep(state, [random([count], 5)], tf.tensor1d([0.01, 1.5, 0.5, 0.999, 0.9]), { adam: 0, decay: 4 })
  const all = Object.values(state).flat()
  const values = all.map((variable) => tf.mul(variable, 1))
  tf.dispose(all)
  return values
}

const spectralNorm: Work = () => {
  const shapes = [
    [4, 4, 37, 61],
    [601, 37],
  ]
  const vectors = contiguousVariables(
    Object.fromEntries(
      shapes.map((shape, i) => [`u${i}`, { shape: [1, sizeOf(shape.slice(0, -1))], values: normals(shape.slice(0, -1), i) }]),
    ),
  )
  const us = Object.values(vectors)
  const normalised = (...weights: tf.Tensor[]) => tf.concat(spectralNormalise(weights, us, true).map((matrix) => tf.reshape(matrix, [-1])))
  const results = withGradients(normalised, ...shapes)()
  const after = us.map((u) => tf.mul(u, 1))
  tf.dispose(us)
  return [...results, ...after]
}

const CASES: [string, Work][] = [
  ...CONVOLUTIONS,
  [
    'tf.conv2d without padding',
    withGradients((x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, 'valid'), [3, 41, 29, 5], [5, 3, 5, 13]),
  ],
  ['linear head', withGradients((x, w, b) => linearHead(x as tf.Tensor2D, w as tf.Tensor2D, b), [71, 603], [603, 5], [5])],
  ...PRODUCTS,
  ...NORMS,
  ['sums of channels', withGradients((x) => channelSums(x), [5, 67, 61, 13])],
  ['upsampling by 3', withGradients((x) => upsample(x as tf.Tensor4D, 3), [5, 43, 37, 7])],
  ['average pooling by 3', withGradients((x) => averagePool(x as tf.Tensor4D, 3), [5, 129, 111, 7])],
  ['turns and augmentation', views],
  ['Adam with its average', adam],
  ['spectral norm', spectralNorm],
]

/** What was asked of the threads: the most work of each function that was given a range. */
const asked = new Map<string, number>()

const bits: Record<number, Map<string, Uint32Array[]>> = {}
for (const threads of [1, 2, 3]) bits[threads] = await bitsOn(threads)

/** The bits of all cases. */
async function bitsOn(threads: number): Promise<Map<string, Uint32Array[]>> {
  await openDevice('wasm', wasmHost(threads))
  const { threadPool } = tf.engine().backend as unknown as WasmBackend
  const run = vi.spyOn(threadPool, 'run')
  const results = new Map<string, Uint32Array[]>()
  for (const [name, work] of CASES) {
    const tensors = tf.tidy(work)
    results.set(name, await Promise.all(tensors.map(async (tensor) => new Uint32Array(Float32Array.from(await tensor.data()).buffer))))
    tf.dispose(tensors)
  }
  for (const [name, , length, grain, work] of run.mock.calls) if (length > grain) asked.set(name, Math.max(work, asked.get(name) ?? 0))
  run.mockRestore()
  return results
}

afterAll(() => tf.removeBackend(tf.getBackend()))

describe.each(CASES)('%s', (name) => {
  test.each([2, 3])('has the bits of one thread on %i', (threads) => {
    const [one, several] = [bits[1]?.get(name) ?? [], bits[threads]?.get(name) ?? []]
    expect(one.length).toBeGreaterThan(0)
    several.forEach((values, i) => {
      expect(
        values.findIndex((value, at) => value !== one[i]?.[at]),
        `result ${i}`,
      ).toBe(-1)
    })
    expect(one.every((values) => new Float32Array(values.buffer).every(Number.isFinite))).toBe(true)
  })
})

test('every function that can be shared was', () => {
  expect([...asked].filter(([, work]) => work < MIN_SHARED_WORK)).toEqual([])
  expect([...asked.keys()]).toEqual(
    expect.arrayContaining([
      'convolve',
      'filterGradient',
      'activationGradient',
      'adam',
      'normalise',
      'normGradient',
      'blockSum',
      'blockRepeat',
    ]),
  )
})
