// Counts the floating-point operations of a step: those of its convolutions and matrix products, two for every multiplication, as
// papers count them (padding counted, everything else left out).
import { sizeOf } from '../tensor/shape.ts'
import type * as tf from '../tensor/tf.ts'
import { type Given, watchKernels } from './watch.ts'

const shapeOf = ({ inputs }: Given, name: string): number[] => (inputs[name] as tf.TensorInfo).shape

const OPERATIONS: Readonly<Record<string, (kernel: Given, output: readonly number[]) => number>> = {
  // every output is a sum over the taps and input channels
  Conv2D: (kernel, output) => 2 * sizeOf(output) * sizeOf(shapeOf(kernel, 'filter').slice(0, 3)),
  // dy [B, h, w, Cout] meets every tap and input channel
  Conv2DBackpropInput: (kernel) => 2 * sizeOf(shapeOf(kernel, 'dy')) * sizeOf(shapeOf(kernel, 'filter').slice(0, 3)),
  Conv2DBackpropFilter: (kernel, output) => 2 * sizeOf(shapeOf(kernel, 'dy')) * sizeOf(output.slice(0, 3)),
  BatchMatMul: (kernel, output) => {
    const a = shapeOf(kernel, 'a')
    return 2 * sizeOf(output) * (kernel.attrs?.transposeA ? (a.at(-2) as number) : (a.at(-1) as number))
  },
}

/** Operations of whatever `work` queues on that backend. */
export function countFlops(backendName: string, work: () => void): number {
  let flops = 0
  const count = (name: string, given: Given, output: tf.TensorInfo | tf.TensorInfo[]) => {
    flops += OPERATIONS[name]?.(given, (output as tf.TensorInfo).shape) ?? 0
  }
  watchKernels(backendName, Object.keys(OPERATIONS), count, work)
  return flops
}
