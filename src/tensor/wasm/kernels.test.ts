// The kernels give the same bits on one, two and three threads, at shapes that leave remainders everywhere and are large enough to be shared.
import { expect, test } from 'vitest'
import type { Activation } from '../ops/activation.ts'
import { adamStep } from '../ops/adam/adam.ts'
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
import { random, sameBitsOnThreads, type Work, withGradients } from './test-threads.ts'
import { MIN_SHARED_WORK } from './threads.ts'

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
  ['sums of channels', withGradients((x) => channelSums(x), [5, 67, 61, 13])],
  ['upsampling by 3', withGradients((x) => upsample(x as tf.Tensor4D, 3), [5, 43, 37, 7])],
  ['average pooling by 3', withGradients((x) => averagePool(x as tf.Tensor4D, 3), [5, 129, 111, 7])],
  ...NORMS,
  ['Adam with its average', adam],
  ['spectral norm', spectralNorm],
]

const shared = sameBitsOnThreads(CASES)

test('every function that can be shared was', () => {
  expect([...shared].filter(([, work]) => work < MIN_SHARED_WORK)).toEqual([])
  expect([...shared.keys()]).toEqual(
    expect.arrayContaining([
      'convolve',
      'filterGradient',
      'activationGradient',
      'adam',
      'normalise',
      'normGradient',
      'blockSum',
      'blockRepeat',
      'channelSums',
    ]),
  )
})
