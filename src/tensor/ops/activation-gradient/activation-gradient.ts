// From the gradient after an activation to the one before it, with its sums for the gradient of a bias, in one dispatch.
import { sizeOf } from '../../shape.ts'
import * as tf from '../../tf.ts'
import { addressOf } from '../../wasm/tensors.ts'
import { activationGradientWgsl, activationNumbers, composedActivationGradient, type NonlinearActivation } from '../activation.ts'
import { defineOp, type Op } from '../op.ts'
import { dispatch, memoize, openMain, type Program, workgroupsFor } from '../program.ts'
import { gpuSlices, pixelGradient, wasmSlices } from '../sum-of-slices/sum-of-slices.ts'
import { vectorType, vectorWidth } from '../tile.ts'

interface Attributes {
  readonly activation: NonlinearActivation
}

/**
 * dy and y = f(x), both [..., C] → [dy · f'(x), of the same shape; its sums over all else than C in slices, [slices, C]]. Of the slices
 * only the sum is defined (sum-of-slices): how they are divided depends on the backend.
 */
export const activationGradient: Op<'dy' | 'y', Attributes, [tf.Tensor, tf.Tensor2D]> = defineOp({
  name: 'ActivationBiasGradient',
  webgpu(backend, { dy, y }, { activation }) {
    const channels = y.shape.at(-1) as number
    const pixels = sizeOf(y.shape.slice(0, -1))
    const { slices, program } = gradientProgram(pixels, channels, activation)
    const before = backend.makeTensorInfo(y.shape, 'float32')
    const partial = backend.makeTensorInfo([slices, channels], 'float32')
    dispatch(backend, program, [dy, y, before, partial])
    return [before, partial]
  },
  wasm(backend, { dy, y }, { activation }) {
    const channels = y.shape.at(-1) as number
    const pixels = sizeOf(y.shape.slice(0, -1))
    const slices = wasmSlices(pixels)
    const before = backend.makeOutput(y.shape, 'float32')
    const partial = backend.makeOutput([slices, channels], 'float32')
    const addresses = [dy, y, before, partial].map((tensor) => addressOf(backend, tensor))
    const numbers = [...addresses, pixels, channels, slices, ...activationNumbers(activation)]
    backend.threadPool.run('activationGradient', numbers, slices, 1, 4 * pixels * channels)
    return [before, partial]
  },
  fallback({ dy, y }, { activation }) {
    const before = composedActivationGradient(activation, dy, y)
    const channels = y.shape.at(-1) as number
    return [before, tf.sum(tf.reshape(before, [-1, channels]), 0, true)]
  },
  gradient: {
    keptInputs: ['dy', 'y'],
    of([dBefore, dPartial], [dy, y], { activation }) {
      const d = tf.add(dBefore as tf.Tensor, pixelGradient(dPartial as tf.Tensor2D))
      return {
        dy: () => activationGradient({ dy: d, y: y as tf.Tensor }, { activation })[0],
        y: () => {
          if (activation.kind !== 'tanh') return tf.zerosLike(y as tf.Tensor) // piecewise linear
          return tf.mul(tf.mul(d, dy as tf.Tensor), tf.mul(y as tf.Tensor, -2)) // f' = 1 - y²
        },
      }
    },
  },
})

/** Binds dy, y, before, partial. */
const gradientProgram = memoize(
  (pixels: number, channels: number, activation: NonlinearActivation): { slices: number; program: Program } => {
    const width = vectorWidth(channels)
    const type = vectorType(width)
    const vectors = channels / width
    const slices = gpuSlices(pixels, vectors)
    const wgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read> dy: array<${type}>;
@group(0) @binding(1) var<storage, read> y: array<${type}>;
@group(0) @binding(2) var<storage, read_write> before: array<${type}>;
@group(0) @binding(3) var<storage, read_write> partial: array<${type}>;
${openMain()}
  if (index >= ${slices * vectors}) { return; }
  var sum = ${type}();
  for (var at = index; at < ${pixels * vectors}; at += ${slices * vectors}) { // always the same channels
    let value = ${activationGradientWgsl(activation, 'dy[at]', 'y[at]', type)};
    before[at] = value;
    sum += value;
  }
  partial[index] = sum;
}`
    return { slices, program: { label: 'activation and bias gradient', wgsl, workgroups: workgroupsFor(slices * vectors) } }
  },
)
