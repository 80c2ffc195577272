// Our convolution kernels, which replace TensorFlow.js's: tf.conv2d, tf.conv2dTranspose and their gradients run on them. The three are closed under differentiation: the gradients of each are among them.
import * as tf from '../../tf.ts'
import { replaceKernel, runKernel } from '../op.ts'
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

/** Networks that people bring along may have dilated convolutions, or two strides: ours are not made for them. */
function supports({ strides, dilations = 1, dataFormat = 'NHWC' }: ConvAttributes): boolean {
  const [height, width] = [strides].flat()
  return [dilations].flat().every((dilation) => dilation === 1) && (width ?? height) === height && dataFormat === 'NHWC'
}

/** The gradient with regard to the input of a convolution with padding 'same'. */
export function inputGradient(dy: tf.Tensor4D, filter: tf.Tensor4D, inputShape: Sides, stride: number): tf.Tensor4D {
  return runKernel('Conv2DBackpropInput', { dy, filter }, { ...attributesOf(stride), inputShape })
}

/** The gradient with regard to the filter. */
export function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, filterShape: Sides, stride: number): tf.Tensor4D {
  return runKernel('Conv2DBackpropFilter', { x, dy }, { ...attributesOf(stride), filterShape })
}

function attributesOf(stride: number) {
  return { strides: stride, pad: 'same', dataFormat: 'NHWC', dimRoundingMode: undefined }
}

// TensorFlow.js has a gradient of Conv2DBackpropInput but none of this one.
tf.registerGradient({
  kernelName: 'Conv2DBackpropFilter',
  inputsToSave: ['x', 'dy'],
  gradFunc: (gradient, kept, attributes) => {
    const [x, dy] = kept as [tf.Tensor4D, tf.Tensor4D]
    const dFilter = gradient as tf.Tensor4D
    return {
      x: () => runKernel('Conv2DBackpropInput', { dy, filter: dFilter }, { ...attributes, inputShape: x.shape }),
      dy: () => runKernel('Conv2D', { x, filter: dFilter }, { ...attributes, dilations: 1 }),
    }
  },
})

replaceKernel<'x' | 'filter', ConvAttributes>(
  {
    name: 'Conv2D',
    webgpu(backend, { x, filter }, { strides, pad }) {
      const shape = convShape(x.shape, filter.shape, strides, pad)
      const y = backend.makeTensorInfo([shape.batch, shape.outHeight, shape.outWidth, shape.outChannels], 'float32')
      const variant = variantFor(backend.device, { kind: 'forward', shape, activation: null })
      dispatch(backend, forwardProgram(shape, null, variant), [x, filter, y])
      return y
    },
    wasm(backend, { x, filter }, { strides, pad }) {
      return convolveOnWasm(backend, convShape(x.shape, filter.shape, strides, pad), x, filter, null, null)
    },
  },
  supports,
)

replaceKernel<'dy' | 'filter', ConvAttributes>({
  name: 'Conv2DBackpropInput',
  webgpu(backend, { dy, filter }, { strides, pad, inputShape }) {
    const shape = convShape(inputShape, filter.shape, strides, pad)
    const dx = backend.makeTensorInfo(inputShape, 'float32')
    const { transpose, gradient } = inputGradientPrograms(shape, variantFor(backend.device, { kind: 'inputGradient', shape }))
    const transposed = backend.makeTensorInfo(filter.shape, 'float32')
    dispatch(backend, transpose, [filter, transposed])
    dispatch(backend, gradient, [dy, transposed, dx])
    backend.disposeData(transposed.dataId)
    return dx
  },
  wasm(backend, { dy, filter }, { strides, pad, inputShape }) {
    return inputGradientOnWasm(backend, convShape(inputShape, filter.shape, strides, pad), dy, filter)
  },
})

replaceKernel<'x' | 'dy', ConvAttributes>({
  name: 'Conv2DBackpropFilter',
  webgpu(backend, { x, dy }, { strides, pad, filterShape }) {
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
  wasm(backend, { x, dy }, { strides, pad, filterShape }) {
    return filterGradientOnWasm(backend, convShape(x.shape, filterShape, strides, pad), x, dy)
  },
})
