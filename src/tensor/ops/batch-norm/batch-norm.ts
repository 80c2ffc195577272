// Batch normalisation, scale, offset and what follows as one operation [Ioffe and Szegedy 2015, alg. 1], in two dispatches each way.
import { allocateContiguous } from '../../placement.ts'
import * as tf from '../../tf.ts'
import { type Activation, activate } from '../activation.ts'
import { type Gradients, hasKernel, kernel, runKernel } from '../kernel.ts'
import { dispatch } from '../program.ts'
import {
  applyProgram,
  gradientLength,
  gradientProgram,
  gradientSumsProgram,
  type NormShape,
  normaliseProgram,
  statisticsLength,
  statisticsProgram,
} from './programs.ts'
import { batchNormGradientOnWasm, batchNormOnWasm, normaliseOnWasm } from './wasm.ts'

const NAME = 'BatchNormActivation'
const APPLY = 'NormaliseActivation'
const GRADIENT = 'BatchNormActivationGradient'

interface Attributes {
  readonly epsilon: number
  readonly activation: Activation
}

/** Mean and variance of each channel, [C]. */
export interface Statistics {
  readonly mean: tf.Tensor1D
  readonly variance: tf.Tensor1D
}

/**
 * x [B, H, W, C] → activation(scale · (x - mean) / √(variance + ε) + offset), with the statistics of the batch itself.
 * @param scale and offset: [C], or [B, 1, 1, C] for pictures with their own
 */
export function batchNorm(
  x: tf.Tensor4D,
  scale: tf.Tensor,
  offset: tf.Tensor,
  epsilon: number,
  activation: Activation,
): { y: tf.Tensor4D; statistics: Statistics } {
  if (!hasKernel(NAME)) {
    const mean = tf.mean<tf.Tensor1D>(x, [0, 1, 2]) // [B, H, W, C] → [C]
    const variance = tf.mean<tf.Tensor1D>(tf.square(tf.sub(x, mean)), [0, 1, 2]) // → [C]
    const statistics = { mean, variance }
    return { y: normalise(x, statistics, scale, offset, epsilon, activation), statistics }
  }
  const [y, mean, variance] = runKernel<[tf.Tensor4D, tf.Tensor1D, tf.Tensor1D]>(NAME, { x, scale, offset }, { epsilon, activation })
  return { y, statistics: { mean, variance } }
}

/** The same with given statistics. It has no gradient where our kernels are: only pictures are drawn so. */
export function normalise(
  x: tf.Tensor4D,
  { mean, variance }: Statistics,
  scale: tf.Tensor,
  offset: tf.Tensor,
  epsilon: number,
  activation: Activation,
): tf.Tensor4D {
  if (hasKernel(APPLY)) return runKernel<tf.Tensor4D>(APPLY, { x, mean, variance, scale, offset }, { epsilon, activation })
  const normalised = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon)))
  return activate(tf.add(tf.mul(normalised, scale), offset) as tf.Tensor4D, activation)
}

type T = tf.TensorInfo

function normShape(x: T, scale: T): NormShape {
  const [batch, height, width, channels] = x.shape as [number, number, number, number]
  return { batch, pixels: height * width, channels, perPicture: scale.shape.length > 1 }
}

const forward = kernel(
  NAME,
  (backend, { x, scale, offset }: Record<'x' | 'scale' | 'offset', T>, { epsilon, activation }: Attributes) => {
    const shape = normShape(x, scale)
    const partial = backend.makeTensorInfo([statisticsLength(shape)], 'float32')
    const statistics = allocateContiguous(backend, [[shape.channels], [shape.channels]]) // side by side: the gradient has no binding to spare
    const y = backend.makeTensorInfo(x.shape, 'float32')
    dispatch(backend, statisticsProgram(shape), [x, partial])
    dispatch(backend, normaliseProgram(shape, epsilon, activation), [x, partial, scale, offset, statistics, y])
    backend.disposeData(partial.dataId)
    return [y, ...statistics]
  },
  batchNormOnWasm,
)

const apply = kernel(
  APPLY,
  (backend, { x, mean, variance, scale, offset }: Record<'x' | 'mean' | 'variance' | 'scale' | 'offset', T>, attributes: Attributes) => {
    const y = backend.makeTensorInfo(x.shape, 'float32')
    dispatch(backend, applyProgram(normShape(x, scale), attributes.epsilon, attributes.activation), [x, mean, variance, scale, offset, y])
    return y
  },
  normaliseOnWasm,
)

const gradient = kernel(
  GRADIENT,
  (
    backend,
    { dy, y, x, mean, variance, scale }: Record<'dy' | 'y' | 'x' | 'mean' | 'variance' | 'scale', T>,
    { epsilon, activation }: Attributes,
  ) => {
    const shape = normShape(x, scale)
    const partial = backend.makeTensorInfo([gradientLength(shape)], 'float32')
    const dModulation = allocateContiguous(backend, [scale.shape, scale.shape])
    const dx = backend.makeTensorInfo(x.shape, 'float32')
    const statistics = [mean, variance]
    dispatch(backend, gradientSumsProgram(shape, epsilon, activation), [dy, y, x, statistics, partial])
    dispatch(backend, gradientProgram(shape, epsilon, activation), [dy, y, x, statistics, scale, partial, dModulation, dx])
    backend.disposeData(partial.dataId)
    return [dx, ...dModulation]
  },
  batchNormGradientOnWasm,
)

tf.registerGradient({
  kernelName: NAME,
  inputsToSave: ['x', 'scale'],
  outputsToSave: [true, true, true],
  gradFunc: (dys, saved, attributes): Gradients => {
    const [dy] = dys as tf.Tensor[] // the statistics are only looked at
    const [x, scale, y, mean, variance] = saved
    const [dx, dScale, dOffset] = runKernel<tf.Tensor[]>(
      GRADIENT,
      { dy, y, x, mean, variance, scale } as Record<string, tf.Tensor>,
      attributes,
    ) as [tf.Tensor, tf.Tensor, tf.Tensor]
    return { x: () => tf.clone(dx), scale: () => tf.clone(dScale), offset: () => tf.clone(dOffset) }
  },
})

export const BATCH_NORM_KERNELS = [forward, apply, gradient]
