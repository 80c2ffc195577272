// Counts the floating-point operations of a step: those of its convolutions and matrix products, two for every multiplication, as
// papers count them (padding counted, everything else left out).
import { type Inputs, inputList } from '../tensor/ops/op.ts'
import { sizeOf } from '../tensor/shape.ts'
import * as tf from '../tensor/tf.ts'
import { type Given, watchKernels } from './watch.ts'

const shapeOf = ({ inputs }: Given, name: string): number[] => (inputs[name] as tf.TensorInfo).shape

/** Values in a list of inputs. */
const numbersIn = ({ inputs }: Given, list: string): number =>
  inputList(inputs as Inputs, list).reduce((sum, { shape }) => sum + sizeOf(shape), 0)

const convolution = (kernel: Given, output: readonly number[]) => 2 * sizeOf(output) * sizeOf(shapeOf(kernel, 'filter').slice(0, 3))
/** Every input feature is multiplied for every output. */
const linear = (kernel: Given, features: string, outputs: string) =>
  2 * sizeOf(shapeOf(kernel, features)) * (shapeOf(kernel, outputs).at(-1) as number)

/** Kernels of TensorFlow.js, then ours that replace several of them. */
const OPERATIONS: Readonly<Record<string, (kernel: Given, output: readonly number[]) => number>> = {
  // every output is a sum over the taps and input channels
  Conv2D: convolution,
  // dy [B, h, w, Cout] is multiplied for every tap and input channel
  Conv2DBackpropInput: (kernel) => 2 * sizeOf(shapeOf(kernel, 'dy')) * sizeOf(shapeOf(kernel, 'filter').slice(0, 3)),
  Conv2DBackpropFilter: (kernel, output) => 2 * sizeOf(shapeOf(kernel, 'dy')) * sizeOf(output.slice(0, 3)),
  BatchMatMul: (kernel, output) => {
    const a = shapeOf(kernel, 'a')
    return 2 * sizeOf(output) * (kernel.attrs?.transposeA ? (a.at(-2) as number) : (a.at(-1) as number))
  },
  ConvolveBiasActivation: convolution,
  LinearHead: (kernel) => linear(kernel, 'x', 'w'),
  LinearHeadInputGradient: (kernel) => 2 * sizeOf(shapeOf(kernel, 'dy')) * (shapeOf(kernel, 'w')[0] as number),
  LinearHeadWeightGradient: (kernel) => linear(kernel, 'x', 'dy'),
  // u W, v Wᵀ and u W again for σ; back, the product of u and v
  SpectralNormalise: (kernel) => 6 * numbersIn(kernel, 'w'),
  SpectralNormaliseGradient: (kernel) => 2 * numbersIn(kernel, 'normalised'),
}

/** Operations of one call of a kernel; 0 where it is none of those that are counted. */
export function flopsOfCall(name: string, given: Given, output: tf.TensorInfo | tf.TensorInfo[]): number {
  return OPERATIONS[name]?.(given, (output as tf.TensorInfo).shape) ?? 0
}

/** Operations of whatever `work` queues on that backend. */
export function countFlops(backendName: string, work: () => void): number {
  let flops = 0
  const counted = Object.keys(OPERATIONS).filter((name) => tf.getKernel(name, backendName))
  watchKernels(
    backendName,
    counted,
    (name, given, output) => {
      flops += flopsOfCall(name, given, output)
    },
    work,
  )
  return flops
}
