// Puts our convolutions in the place of TensorFlow.js's on WebGPU: tf.conv2d, tf.conv2dTranspose and their gradients go on as they
// were, on other kernels.
import * as tf from '../../tf.ts'
import { dispatch } from '../program.ts'
import { filterGradientPrograms } from './filter-gradient.ts'
import { forwardProgram } from './forward.ts'
import { inputGradientProgram } from './input-gradient.ts'
import { convShape } from './shape.ts'

type Sides = [number, number, number, number]

interface ConvAttributes {
  readonly strides: number | [number, number]
  readonly pad: tf.Conv2DAttrs['pad']
  readonly inputShape: Sides
  readonly filterShape: Sides
}

type ConvKernel = (backend: tf.WebGPUBackend, inputs: Readonly<Record<string, tf.TensorInfo>>, attributes: ConvAttributes) => tf.TensorInfo

const forward: ConvKernel = (backend, inputs, { strides, pad }) => {
  const { x, filter } = inputs as { x: tf.TensorInfo; filter: tf.TensorInfo }
  const shape = convShape(x.shape, filter.shape, strides, pad)
  const y = backend.makeTensorInfo([shape.batch, shape.outHeight, shape.outWidth, shape.outChannels], 'float32')
  dispatch(backend, forwardProgram(shape), [x, filter, y])
  return y
}

const inputGradient: ConvKernel = (backend, inputs, { strides, pad, inputShape }) => {
  const { dy, filter } = inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo }
  const dx = backend.makeTensorInfo(inputShape, 'float32')
  dispatch(backend, inputGradientProgram(convShape(inputShape, filter.shape, strides, pad)), [dy, filter, dx])
  return dx
}

const filterGradient: ConvKernel = (backend, inputs, { strides, pad, filterShape }) => {
  const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo }
  const { slices, partial, sum } = filterGradientPrograms(convShape(x.shape, filterShape, strides, pad))
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
}

const KERNELS: Readonly<Record<string, ConvKernel>> = {
  Conv2D: forward,
  Conv2DBackpropInput: inputGradient,
  Conv2DBackpropFilter: filterGradient,
}

export function registerConv2d(): void {
  for (const [kernelName, kernel] of Object.entries(KERNELS)) {
    if (tf.getKernel(kernelName, 'webgpu')) tf.unregisterKernel(kernelName, 'webgpu')
    tf.registerKernel({
      kernelName,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, backend, attrs }) =>
        kernel(backend as tf.WebGPUBackend, inputs as Record<string, tf.TensorInfo>, attrs as unknown as ConvAttributes),
    })
  }
}
