// Our convolutions under the names of TensorFlow.js's: tf.conv2d, tf.conv2dTranspose and their gradients go on as they were, on
// other kernels.
import type * as tf from '../../tf.ts'
import { kernel } from '../kernel.ts'
import { dispatch } from '../program.ts'
import { filterGradientPrograms } from './filter-gradient.ts'
import { forwardProgram } from './forward.ts'
import { inputGradientPrograms } from './input-gradient.ts'
import { convShape } from './shape.ts'
import { variantFor } from './variants.ts'
import { convolveOnWasm, filterGradientOnWasm, inputGradientOnWasm } from './wasm.ts'

type Sides = [number, number, number, number]

interface ConvAttributes {
  readonly strides: number | [number, number]
  readonly dilations?: number | [number, number]
  readonly dataFormat?: 'NHWC' | 'NCHW'
  readonly pad: tf.Conv2DAttrs['pad']
  readonly inputShape: Sides
  readonly filterShape: Sides
}

type T = tf.TensorInfo

/** People's own networks may have dilated convolutions, or two strides: ours are not made for them. */
function supports({ strides, dilations = 1, dataFormat = 'NHWC' }: ConvAttributes): boolean {
  const [height, width] = [strides].flat()
  return [dilations].flat().every((dilation) => dilation === 1) && (width ?? height) === height && dataFormat === 'NHWC'
}

const forward = kernel(
  'Conv2D',
  (backend, { x, filter }: { x: T; filter: T }, { strides, pad }: ConvAttributes) => {
    const shape = convShape(x.shape, filter.shape, strides, pad)
    const y = backend.makeTensorInfo([shape.batch, shape.outHeight, shape.outWidth, shape.outChannels], 'float32')
    const variant = variantFor(backend.device, { kind: 'forward', shape, activation: null })
    dispatch(backend, forwardProgram(shape, null, variant), [x, filter, y])
    return y
  },
  (backend, { x, filter }, { strides, pad }) =>
    convolveOnWasm(backend, convShape(x.shape, filter.shape, strides, pad), x, filter, null, null),
  supports,
)

const inputGradient = kernel(
  'Conv2DBackpropInput',
  (backend, { dy, filter }: { dy: T; filter: T }, { strides, pad, inputShape }: ConvAttributes) => {
    const shape = convShape(inputShape, filter.shape, strides, pad)
    const dx = backend.makeTensorInfo(inputShape, 'float32')
    const { transpose, gradient } = inputGradientPrograms(shape, variantFor(backend.device, { kind: 'inputGradient', shape }))
    const transposed = backend.makeTensorInfo(filter.shape, 'float32')
    dispatch(backend, transpose, [filter, transposed])
    dispatch(backend, gradient, [dy, transposed, dx])
    backend.disposeData(transposed.dataId)
    return dx
  },
  (backend, { dy, filter }, { strides, pad, inputShape }) =>
    inputGradientOnWasm(backend, convShape(inputShape, filter.shape, strides, pad), dy, filter),
)

const filterGradient = kernel(
  'Conv2DBackpropFilter',
  (backend, { x, dy }: { x: T; dy: T }, { strides, pad, filterShape }: ConvAttributes) => {
    const shape = convShape(x.shape, filterShape, strides, pad)
    const { slices, partial, sum } = filterGradientPrograms(shape, variantFor(backend.device, { kind: 'filterGradient', shape }))
    const result = backend.makeTensorInfo(filterShape, 'float32')
    if (slices === 1) {
      dispatch(backend, partial, [x, dy, result])
      return result
    }
    const parts = backend.makeTensorInfo([slices, ...filterShape], 'float32')
    dispatch(backend, partial, [x, dy, parts])
    dispatch(backend, sum, [parts, result])
    backend.disposeData(parts.dataId)
    return result
  },
  (backend, { x, dy }, { strides, pad, filterShape }) =>
    filterGradientOnWasm(backend, convShape(x.shape, filterShape, strides, pad), x, dy),
)

export const CONV2D_KERNELS = [forward, inputGradient, filterGradient]
