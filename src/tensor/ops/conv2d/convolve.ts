// Convolution, bias and activation as one operation, in one dispatch. Backward: one dispatch takes the gradient through the activation
// and sums it for the bias, then come the two gradients of the convolution.
import * as tf from '../../tf.ts'
import { type Activation, activate } from '../activation.ts'
import { activationGradient } from '../activation-gradient/activation-gradient.ts'
import { defineOp, isDifferentiated } from '../op.ts'
import { dispatch } from '../program.ts'
import { channelSums } from '../sum-of-slices/channel-sums.ts'
import { sumOfSlices } from '../sum-of-slices/sum-of-slices.ts'
import { filterGradient, inputGradient } from './conv2d.ts'
import { forwardProgram } from './forward.ts'
import { convShape } from './shape.ts'
import { variantFor } from './variants.ts'
import { convolveOnWasm } from './wasm.ts'

interface Attributes {
  readonly stride: number
  readonly activation: Activation
}

/** activation(x * filter + bias), padding 'same': x [B, H, W, Cin], filter [KH, KW, Cin, Cout], bias [Cout] → [B, H / stride, W / stride, Cout]. */
export function convolve(x: tf.Tensor4D, filter: tf.Tensor4D, bias: tf.Tensor, stride: number, activation: Activation): tf.Tensor4D {
  return convolveOp({ x, filter, bias }, { stride, activation })
}

const convolveOp = defineOp<'x' | 'filter' | 'bias', Attributes, tf.Tensor4D>({
  name: 'ConvolveBiasActivation',
  webgpu(backend, { x, filter, bias }, { stride, activation }) {
    const shape = convShape(x.shape, filter.shape, stride, 'same')
    const y = backend.makeTensorInfo([shape.batch, shape.outHeight, shape.outWidth, shape.outChannels], 'float32')
    const variant = variantFor(backend.device, { kind: 'forward', shape, activation })
    dispatch(backend, forwardProgram(shape, activation, variant), [x, filter, bias, y])
    return y
  },
  wasm(backend, { x, filter, bias }, { stride, activation }) {
    return convolveOnWasm(backend, convShape(x.shape, filter.shape, stride, 'same'), x, filter, bias, activation)
  },
  fallback({ x, filter, bias }, { stride, activation }) {
    return activate(tf.add(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, 'same'), bias) as tf.Tensor4D, activation)
  },
  gradient: {
    keptInputs: ['x', 'filter', 'bias'],
    keptOutputs: [true],
    of([dy], kept, { stride, activation }) {
      const [x, filter, bias, output] = kept as [tf.Tensor4D, tf.Tensor4D, tf.Tensor, tf.Tensor4D]
      const gradients = (before: tf.Tensor4D, dBias: () => tf.Tensor) => ({
        x: () => inputGradient(before, filter, x.shape, stride),
        filter: () => filterGradient(x, before, filter.shape, stride),
        bias: dBias,
      })
      if (activation.kind === 'linear') return gradients(dy as tf.Tensor4D, () => channelSums(dy as tf.Tensor))
      // f' of a piecewise linear function is constant, so a second gradient need not go through y
      const y = activation.kind === 'tanh' && isDifferentiated() ? convolve(x, filter, bias, stride, activation) : output
      const [before, partial] = activationGradient({ dy: dy as tf.Tensor, y }, { activation }) as [tf.Tensor4D, tf.Tensor2D]
      return gradients(before, () => sumOfSlices(partial))
    },
  },
})
