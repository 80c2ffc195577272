// Long sums in two passes: a first kernel leaves one partial sum a slice, this one adds the slices in a fixed order, so that the
// bits are the same every time. Atomic additions would come in any order.
import type * as tf from '../tf.ts'
import { kernel, runKernel } from './kernel.ts'
import { dispatch, MAIN, type Program, workgroupsFor, written } from './program.ts'
import { vectorType, vectorWidth } from './tile.ts'

/** Binds partial [slices, count] and result [count]. */
export const sumOfSlicesProgram = written((slices: number, count: number): Program => {
  const width = vectorWidth(count)
  const vectors = count / width
  const wgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read> partial: array<${vectorType(width)}>;
@group(0) @binding(1) var<storage, read_write> result: array<${vectorType(width)}>;
${MAIN}
  if (index >= ${vectors}) { return; }
  var sum = partial[index];
  for (var slice = 1; slice < ${slices}; slice++) { sum += partial[slice * ${vectors} + index]; }
  result[index] = sum;
}`
  return { label: 'sum of slices', wgsl, workgroups: workgroupsFor(vectors) }
})

const NAME = 'SumOfSlices'

/** partial [slices, ...] → their sum [...] */
export function sumOfSlices(partial: tf.Tensor): tf.Tensor {
  return runKernel(NAME, { partial })
}

const sum = kernel(NAME, (backend, { partial }: { readonly partial: tf.TensorInfo }) => {
  const [slices = 1, ...shape] = partial.shape
  const result = backend.makeTensorInfo(shape, 'float32')
  const count = shape.reduce((product, side) => product * side, 1)
  dispatch(backend, sumOfSlicesProgram(slices, count), [partial, result])
  return result
})

export const SLICE_KERNELS = [sum]
