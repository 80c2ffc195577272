// Convolution, bias and what follows as one operation, in one dispatch. Back: one dispatch takes the gradient through the activation
// and sums it for the bias, then come the two gradients of the convolution.
import { sizeOf } from '../../shape.ts'
import * as tf from '../../tf.ts'
import { addressOf } from '../../wasm/tensors.ts'
import { type Activation, activate, activationGradientWgsl, activationNumbers } from '../activation.ts'
import { type Gradients, hasKernel, kernel, runKernel } from '../kernel.ts'
import { dispatch, memoize, openMain, type Program, workgroupsFor } from '../program.ts'
import { sumOfSlices } from '../sum-of-slices/sum-of-slices.ts'
import { targetInvocations, vectorType, vectorWidth } from '../tile.ts'
import { forwardProgram } from './forward.ts'
import { convShape } from './shape.ts'
import { variantFor } from './variants.ts'
import { convolveOnWasm } from './wasm.ts'

const NAME = 'ConvolveBiasActivation'
const GRADIENT = 'ActivationBiasGradient'

interface Attributes {
  readonly stride: number
  readonly activation: Activation
}

/** activation(x * filter + bias), padding 'same': x [B, H, W, Cin], filter [KH, KW, Cin, Cout], bias [Cout] → [B, H / stride, W / stride, Cout]. */
export function convolve(x: tf.Tensor4D, filter: tf.Tensor4D, bias: tf.Tensor, stride: number, activation: Activation): tf.Tensor4D {
  if (!hasKernel(NAME)) return activate(tf.add(tf.conv2d(x, filter, stride, 'same'), bias) as tf.Tensor4D, activation)
  return runKernel<tf.Tensor4D>(NAME, { x, filter, bias }, { stride, activation } satisfies Attributes)
}

type ConvolveInputs = { readonly x: tf.TensorInfo; readonly filter: tf.TensorInfo; readonly bias: tf.TensorInfo }

const forward = kernel(
  NAME,
  (backend, { x, filter, bias }: ConvolveInputs, { stride, activation }: Attributes) => {
    const shape = convShape(x.shape, filter.shape, stride, 'same')
    const y = backend.makeTensorInfo([shape.batch, shape.outHeight, shape.outWidth, shape.outChannels], 'float32')
    dispatch(backend, forwardProgram(shape, activation, variantFor(backend.device, { kind: 'forward', shape, activation })), [
      x,
      filter,
      bias,
      y,
    ])
    return y
  },
  (backend, { x, filter, bias }, { stride, activation }) =>
    convolveOnWasm(backend, convShape(x.shape, filter.shape, stride, 'same'), x, filter, bias, activation),
)

/**
 * dy and y [..., C] → the sums of the gradient before the activation over all else than C in slices, [slices, C], and that gradient, of
 * dy's shape. Without an activation it is dy itself, and the sums are all there is to compute.
 */
const gradient = kernel(
  GRADIENT,
  (backend, { dy, y }: { readonly dy: tf.TensorInfo; readonly y: tf.TensorInfo }, { activation }: Pick<Attributes, 'activation'>) => {
    const channels = y.shape.at(-1) as number
    const pixels = sizeOf(y.shape.slice(0, -1))
    const { slices, program } = gradientProgram(pixels, channels, activation)
    const partial = backend.makeTensorInfo([slices, channels], 'float32')
    if (activation.kind === 'linear') {
      dispatch(backend, program, [dy, partial])
      return [partial]
    }
    const before = backend.makeTensorInfo(y.shape, 'float32')
    dispatch(backend, program, [dy, partial, y, before])
    return [partial, before]
  },
  (backend, { dy, y }, { activation }) => {
    const channels = y.shape.at(-1) as number
    const pixels = sizeOf(y.shape.slice(0, -1))
    const slices = Math.min(pixels, WASM_SLICES)
    const isLinear = activation.kind === 'linear'
    const before = isLinear ? dy : backend.makeOutput(y.shape, 'float32') // dy is written over itself
    const partial = backend.makeOutput([slices, channels], 'float32')
    const addresses = [dy, y, before, partial].map((tensor) => addressOf(backend, tensor))
    const numbers = [...addresses, pixels, channels, slices, ...activationNumbers(activation)]
    backend.threadPool.run('activationGradient', numbers, slices, 1, 4 * pixels * channels)
    return isLinear ? [partial] : [partial, before]
  },
)

/** As many on every machine: the bits of a sum depend on how it is cut. */
const WASM_SLICES = 16

/** Binds dy and partial; where there is an activation, y and the gradient before it too. */
const gradientProgram = memoize((pixels: number, channels: number, activation: Activation): { slices: number; program: Program } => {
  const width = vectorWidth(channels)
  const type = vectorType(width)
  const vectors = channels / width
  const slices = Math.min(pixels, Math.ceil(targetInvocations() / vectors))
  const isLinear = activation.kind === 'linear'
  const ofActivation = /* wgsl */ `
@group(0) @binding(2) var<storage, read> y: array<${type}>;
@group(0) @binding(3) var<storage, read_write> before: array<${type}>;`
  const wgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read> dy: array<${type}>;
@group(0) @binding(1) var<storage, read_write> partial: array<${type}>;
${isLinear ? '' : ofActivation}
${openMain()}
  if (index >= ${slices * vectors}) { return; }
  var sum = ${type}();
  for (var at = index; at < ${pixels * vectors}; at += ${slices * vectors}) { // always the same channels
    let value = ${activationGradientWgsl(activation, 'dy[at]', 'y[at]', type)};
    ${isLinear ? '' : 'before[at] = value;'}
    sum += value;
  }
  partial[index] = sum;
}`
  return { slices, program: { label: 'activation and bias gradient', wgsl, workgroups: workgroupsFor(slices * vectors) } }
})

tf.registerGradient({
  kernelName: NAME,
  inputsToSave: ['x', 'filter'],
  outputsToSave: [true],
  gradFunc: (dy, saved, attributes): Gradients => {
    const [x, filter, y] = saved as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D]
    const { stride, activation } = attributes as unknown as Attributes
    const [partial, before = dy as tf.Tensor] = runKernel<[tf.Tensor] | [tf.Tensor, tf.Tensor]>(
      GRADIENT,
      { dy: dy as tf.Tensor, y },
      { activation },
    )
    const shared = { strides: stride, pad: 'same', dataFormat: 'NHWC', dimRoundingMode: undefined }
    return {
      x: () => runKernel('Conv2DBackpropInput', { dy: before, filter }, { ...shared, inputShape: x.shape }),
      filter: () => runKernel('Conv2DBackpropFilter', { x, dy: before }, { ...shared, filterShape: filter.shape }),
      bias: () => sumOfSlices(partial),
    }
  },
})

export const CONVOLVE_KERNELS = [forward, gradient]
