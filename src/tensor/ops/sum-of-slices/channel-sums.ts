// The sum of all pixels of each channel, which is the gradient of a bias that no activation follows.
import { sizeOf } from '../../shape.ts'
import * as tf from '../../tf.ts'
import { addressOf } from '../../wasm/tensors.ts'
import { defineOp } from '../op.ts'
import { dispatch, memoize, openMain, type Program, workgroupsFor } from '../program.ts'
import { vectorType, vectorWidth } from '../tile.ts'
import { gpuSlices, pixelGradient, sumOfSlices, wasmSlices } from './sum-of-slices.ts'

/** x [..., C] → [C] */
export function channelSums(x: tf.Tensor): tf.Tensor {
  return sumOfSlices(slicesOp({ x }, {}))
}

/** x [..., C] → the sums of some slices, [slices, C]. How they are divided depends on the backend. */
const slicesOp = defineOp<'x', object, tf.Tensor2D>({
  name: 'ChannelSumsOfSlices',
  webgpu(backend, { x }) {
    const channels = x.shape.at(-1) as number
    const { slices, program } = slicesProgram(sizeOf(x.shape) / channels, channels)
    const partial = backend.makeTensorInfo([slices, channels], 'float32')
    dispatch(backend, program, [x, partial])
    return partial
  },
  wasm(backend, { x }) {
    const channels = x.shape.at(-1) as number
    const pixels = sizeOf(x.shape) / channels
    const slices = wasmSlices(pixels)
    const partial = backend.makeOutput([slices, channels], 'float32')
    const numbers = [addressOf(backend, x), addressOf(backend, partial), pixels, channels, slices]
    backend.threadPool.run('channelSums', numbers, slices, 1, pixels * channels)
    return partial
  },
  fallback: ({ x }) => tf.sum(tf.reshape(x, [-1, x.shape.at(-1) as number]), 0, true),
  gradient: {
    keptInputs: ['x'],
    of: ([dPartial], [x]) => ({ x: () => tf.add(tf.zerosLike(x as tf.Tensor), pixelGradient(dPartial as tf.Tensor2D)) }),
  },
})

/** Binds x and partial. */
const slicesProgram = memoize((pixels: number, channels: number): { slices: number; program: Program } => {
  const width = vectorWidth(channels)
  const type = vectorType(width)
  const vectors = channels / width
  const slices = gpuSlices(pixels, vectors)
  const wgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<${type}>;
@group(0) @binding(1) var<storage, read_write> partial: array<${type}>;
${openMain()}
  if (index >= ${slices * vectors}) { return; }
  var sum = ${type}();
  for (var at = index; at < ${pixels * vectors}; at += ${slices * vectors}) { sum += x[at]; } // always the same channels
  partial[index] = sum;
}`
  return { slices, program: { label: 'channel sums', wgsl, workgroups: workgroupsFor(slices * vectors) } }
})
