// Long sums in two passes: a first kernel leaves one partial sum a slice, this one adds the slices in a fixed order, so that the
// bits are the same every time. Atomic additions would come in any order.
import { sizeOf } from '../../shape.ts'
import * as tf from '../../tf.ts'
import { valuesOf } from '../../wasm/tensors.ts'
import { defineOp } from '../op.ts'
import { dispatch, memoize, openMain, type Program, workgroupsFor } from '../program.ts'
import { targetInvocations, vectorType, vectorWidth } from '../tile.ts'

/** As many on every machine: the bits of a sum depend on how it is divided. */
const WASM_SLICES = 16

/** Slices into which a sum over so many pixels is divided on WebAssembly. */
export function wasmSlices(pixels: number): number {
  return Math.min(pixels, WASM_SLICES)
}

/** The same on WebGPU, where an invocation sums one vector of channels in one slice. */
export function gpuSlices(pixels: number, vectors: number): number {
  return Math.min(pixels, Math.ceil(targetInvocations() / vectors))
}

/** The gradient of each pixel [C], from that of partial sums [slices, C] which only their sum was taken of: every row is the same. */
export function pixelGradient(dPartial: tf.Tensor2D): tf.Tensor {
  const channels = dPartial.shape[1]
  return tf.reshape(tf.slice(dPartial, [0, 0], [1, channels]), [channels])
}

/** Binds partial [slices, count] and result [count]. */
export function sumOfSlicesProgram(count: number): Program {
  const width = vectorWidth(count)
  return { ...program(width), workgroups: workgroupsFor(count / width) }
}

/** The same for every number of slices and sums: both follow from the tensors' lengths. */
const program = memoize((width: 1 | 4): Omit<Program, 'workgroups'> => {
  const wgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read> partial: array<${vectorType(width)}>;
@group(0) @binding(1) var<storage, read_write> result: array<${vectorType(width)}>;
${openMain()}
  let count = i32(arrayLength(&result));
  if (index >= count) { return; }
  var sum = partial[index];
  for (var at = index + count; at < i32(arrayLength(&partial)); at += count) { sum += partial[at]; }
  result[index] = sum;
}`
  return { label: 'sum of slices', wgsl }
})

/** partial [slices, ...] → their sum [...] */
export function sumOfSlices(partial: tf.Tensor): tf.Tensor {
  return sumOp({ partial }, {})
}

const sumOp = defineOp<'partial', object, tf.Tensor>({
  name: 'SumOfSlices',
  webgpu(backend, { partial }) {
    const shape = partial.shape.slice(1)
    const result = backend.makeTensorInfo(shape, 'float32')
    const count = sizeOf(shape)
    dispatch(backend, sumOfSlicesProgram(count), [partial, result])
    return result
  },
  wasm(backend, { partial }) {
    const result = backend.makeOutput(partial.shape.slice(1), 'float32')
    const [parts, sums] = [valuesOf(backend, partial), valuesOf(backend, result)]
    for (let i = 0; i < sums.length; i++) {
      let sum = 0
      for (let at = i; at < parts.length; at += sums.length) sum += parts[at] as number
      sums[i] = sum
    }
    return result
  },
  fallback: ({ partial }) => tf.sum(partial, 0),
  gradient: {
    keptInputs: ['partial'],
    of: ([dy], [partial]) => ({ partial: () => tf.add(tf.zerosLike(partial as tf.Tensor), dy as tf.Tensor) }), // each slice gets it all
  },
})
