// Batch normalisation, scale, offset and activation as one operation [Ioffe and Szegedy 2015, alg. 1], in two dispatches each way.
import { allocateContiguous } from '../../placement.ts'
import * as tf from '../../tf.ts'
import { type Activation, activate, composedActivationGradient } from '../activation.ts'
import { defineOp, isDifferentiated, type Tensors } from '../op.ts'
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
 * x [B, H, W, C] → activation(scale · (x - mean) / √(variance + ε) + offset), with the statistics of the batch itself. No gradient flows
 * through the statistics that are returned.
 * @param scale and offset: [C], or [B, 1, 1, C] where each image has its own
 */
export function batchNorm(
  x: tf.Tensor4D,
  scale: tf.Tensor,
  offset: tf.Tensor,
  epsilon: number,
  activation: Activation,
): { y: tf.Tensor4D; statistics: Statistics } {
  const [y, mean, variance] = batchNormOp({ x, scale, offset }, { epsilon, activation })
  return { y, statistics: { mean, variance } }
}

/** The same with given statistics. */
export function normalise(
  x: tf.Tensor4D,
  { mean, variance }: Statistics,
  scale: tf.Tensor,
  offset: tf.Tensor,
  epsilon: number,
  activation: Activation,
): tf.Tensor4D {
  return normaliseOp({ x, mean, variance, scale, offset }, { epsilon, activation })
}

type T = tf.TensorInfo

function normShape(x: T, scale: T): NormShape {
  const [batch, height, width, channels] = x.shape as [number, number, number, number]
  return { batch, pixels: height * width, channels, perPicture: scale.shape.length > 1 }
}

const batchNormOp = defineOp<'x' | 'scale' | 'offset', Attributes, [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D]>({
  name: 'BatchNormActivation',
  webgpu(backend, { x, scale, offset }, { epsilon, activation }) {
    const shape = normShape(x, scale)
    const partial = backend.makeTensorInfo([statisticsLength(shape)], 'float32')
    const statistics = allocateContiguous(backend, [[shape.channels], [shape.channels]]) // one binding: the gradient has none to spare
    const y = backend.makeTensorInfo(x.shape, 'float32')
    dispatch(backend, statisticsProgram(shape), [x, partial])
    dispatch(backend, normaliseProgram(shape, epsilon, activation), [x, partial, scale, offset, statistics, y])
    backend.disposeData(partial.dataId)
    return [y, ...statistics]
  },
  wasm: batchNormOnWasm,
  fallback: composedBatchNorm,
  gradient: {
    keptInputs: ['x', 'scale', 'offset'],
    keptOutputs: [true, true, true],
    of([gradient], kept, attributes) {
      const [dy, x, scale, offset] = [gradient, ...kept] as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]
      const [y, mean, variance] = isDifferentiated() ? composedBatchNorm({ x, scale, offset }, attributes) : kept.slice(3)
      const inputs = { dy, y, x, mean, variance, scale } as Record<'dy' | 'y' | 'x' | 'mean' | 'variance' | 'scale', tf.Tensor>
      const [dx, dScale, dOffset] = gradientOp(inputs, attributes)
      return { x: () => tf.clone(dx), scale: () => tf.clone(dScale), offset: () => tf.clone(dOffset) }
    },
  },
})

function composedBatchNorm(
  { x, scale, offset }: Tensors<'x' | 'scale' | 'offset'>,
  { epsilon, activation }: Attributes,
): [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D] {
  const mean = tf.mean<tf.Tensor1D>(x, [0, 1, 2]) // [B, H, W, C] → [C]
  const variance = tf.mean<tf.Tensor1D>(tf.square(tf.sub(x, mean)), [0, 1, 2]) // → [C]
  const y = normalise(x as tf.Tensor4D, { mean, variance }, scale, offset, epsilon, activation)
  return [y, mean, variance]
}

const normaliseOp = defineOp<'x' | 'mean' | 'variance' | 'scale' | 'offset', Attributes, tf.Tensor4D>({
  name: 'NormaliseActivation',
  webgpu(backend, { x, mean, variance, scale, offset }, { epsilon, activation }) {
    const y = backend.makeTensorInfo(x.shape, 'float32')
    dispatch(backend, applyProgram(normShape(x, scale), epsilon, activation), [x, mean, variance, scale, offset, y])
    return y
  },
  wasm: normaliseOnWasm,
  fallback({ x, mean, variance, scale, offset }, { epsilon, activation }) {
    const normalised = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon)))
    return activate(tf.add(tf.mul(normalised, scale), offset) as tf.Tensor4D, activation)
  },
  gradient: 'composed',
})

const gradientOp = defineOp<
  'dy' | 'y' | 'x' | 'mean' | 'variance' | 'scale',
  Attributes,
  [dx: tf.Tensor, dScale: tf.Tensor, dOffset: tf.Tensor]
>({
  name: 'BatchNormActivationGradient',
  webgpu(backend, { dy, y, x, mean, variance, scale }, { epsilon, activation }) {
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
  wasm: batchNormGradientOnWasm,
  /** [Ioffe and Szegedy 2015, the derivatives after alg. 1], with xHat the normalised x */
  fallback({ dy, y, x, mean, variance, scale }, { epsilon, activation }) {
    const factor = tf.rsqrt(tf.add(variance, epsilon))
    const xHat = tf.mul(tf.sub(x, mean), factor)
    const before = composedActivationGradient(activation, dy, y)
    const all = [0, 1, 2]
    const own = scale.shape.length > 1 ? [1, 2] : all // the axes that share a scale
    const sum = (tensor: tf.Tensor) => tf.reshape(tf.sum(tensor, own), scale.shape)
    const dXHat = tf.mul(before, scale)
    const inner = tf.sub(tf.sub(dXHat, tf.mean(dXHat, all)), tf.mul(xHat, tf.mean(tf.mul(dXHat, xHat), all)))
    return [tf.mul(inner, factor), sum(tf.mul(before, xHat)), sum(before)]
  },
  gradient: 'composed',
})
