// Upsampling to the nearest pixel and average pooling by a whole factor. The first repeats each pixel over a block, the second adds up
// each block; each is the gradient of the other up to the scale, so that every further gradient is made of the same two.
import { sizeOf } from '../../shape.ts'
import * as tf from '../../tf.ts'
import type { WasmBackend } from '../../wasm/module.ts'
import { addressOf } from '../../wasm/tensors.ts'
import { defineOp } from '../op.ts'
import { dispatch, memoize, openMain, type Program, workgroupsFor } from '../program.ts'
import { vectorType, vectorWidth } from '../tile.ts'

export interface ResampleAttributes {
  /** Pixels of a block's side. */
  readonly factor: number
  /** What the result is multiplied by. */
  readonly scale: number
}

/** Each pixel becomes factor x factor equal ones: [B, H, W, C] → [B, H · factor, W · factor, C]. */
export function upsample(x: tf.Tensor4D, factor: number): tf.Tensor4D {
  return blockRepeat(x, { factor, scale: 1 })
}

/** The mean of each block of factor x factor pixels: [B, H, W, C] → [B, H / factor, W / factor, C]. */
export function averagePool(x: tf.Tensor4D, factor: number): tf.Tensor4D {
  return blockSum(x, { factor, scale: 1 / factor ** 2 })
}

/** The sum of each block, scaled. */
export function blockSum(x: tf.Tensor4D, attributes: ResampleAttributes): tf.Tensor4D {
  const [, height, width] = x.shape
  const { factor } = attributes
  if (height % factor !== 0 || width % factor !== 0) throw new Error(`${height} x ${width} pixels are no blocks of ${factor} x ${factor}`)
  return sumOp({ x }, attributes)
}

/** Each pixel over a block, scaled. */
export function blockRepeat(x: tf.Tensor4D, attributes: ResampleAttributes): tf.Tensor4D {
  return repeatOp({ x }, attributes)
}

type Sides = [batch: number, height: number, width: number, channels: number]

const sumOp = defineOp<'x', ResampleAttributes, tf.Tensor4D>({
  name: 'BlockSum',
  webgpu(backend, { x }, { factor, scale }) {
    const y = backend.makeTensorInfo(summedShape(x, factor), 'float32')
    dispatch(backend, sumProgram(y.shape as Sides, factor, scale), [x, y])
    return y
  },
  wasm: (backend, { x }, attributes) => resampleOnWasm(backend, 'blockSum', x, summedShape(x, attributes.factor), attributes),
  fallback({ x }, { factor, scale }) {
    const shape = summedShape(x, factor)
    const [batch, height, width, channels] = shape
    const blocks = tf.reshape(x, [batch * height, factor, width, factor, channels])
    return tf.reshape(tf.mul(tf.sum(blocks, [1, 3]), scale), shape)
  },
  gradient: { keptInputs: [], of: ([dy], _kept, attributes) => ({ x: () => blockRepeat(dy as tf.Tensor4D, attributes) }) },
})

const repeatOp = defineOp<'x', ResampleAttributes, tf.Tensor4D>({
  name: 'BlockRepeat',
  webgpu(backend, { x }, { factor, scale }) {
    const y = backend.makeTensorInfo(repeatedShape(x, factor), 'float32')
    dispatch(backend, repeatProgram(y.shape as Sides, factor, scale), [x, y])
    return y
  },
  wasm: (backend, { x }, attributes) => resampleOnWasm(backend, 'blockRepeat', x, repeatedShape(x, attributes.factor), attributes),
  fallback({ x }, { factor, scale }) {
    const [batch, height, width, channels] = x.shape as Sides
    const pixels = tf.reshape(x, [batch * height, 1, width, 1, channels])
    const blocks = tf.mul(pixels, tf.fill([1, factor, 1, factor, 1], scale)) // [B · H, factor, W, factor, C]
    return tf.reshape(blocks, repeatedShape(x, factor))
  },
  gradient: { keptInputs: [], of: ([dy], _kept, attributes) => ({ x: () => blockSum(dy as tf.Tensor4D, attributes) }) },
})

function summedShape({ shape }: tf.TensorInfo, factor: number): Sides {
  const [batch, height, width, channels] = shape as Sides
  return [batch, height / factor, width / factor, channels]
}

function repeatedShape({ shape }: tf.TensorInfo, factor: number): Sides {
  const [batch, height, width, channels] = shape as Sides
  return [batch, height * factor, width * factor, channels]
}

/** Threads share the rows of the result. */
function resampleOnWasm(
  backend: WasmBackend,
  name: 'blockSum' | 'blockRepeat',
  x: tf.TensorInfo,
  shape: Sides,
  { factor, scale }: ResampleAttributes,
): tf.TensorInfo {
  const [batch, height, width, channels] = shape
  const y = backend.makeOutput(shape, 'float32')
  const work = Math.max(sizeOf(x.shape), sizeOf(shape))
  backend.threadPool.run(name, [addressOf(backend, x), addressOf(backend, y), width, channels, factor, scale], batch * height, 1, work)
  return y
}

/** Binds x and y. An invocation adds up a block, some channels of it at once. */
const sumProgram = memoize(([batch, height, width, channels]: Sides, factor: number, scale: number): Program => {
  const vectors = channels / vectorWidth(channels)
  const type = vectorType(vectorWidth(channels))
  const count = batch * height * width * vectors
  const wgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<${type}>;
@group(0) @binding(1) var<storage, read_write> y: array<${type}>;
${openMain()}
  if (index >= ${count}) { return; }
  let pixel = index / ${vectors};
  let row = pixel / ${width} * ${factor}; // rows of all images one below the other
  let column = pixel % ${width} * ${factor};
  var sum = ${type}();
  for (var i = 0; i < ${factor} + opaqueZero; i++) {
    for (var j = 0; j < ${factor} + opaqueZero; j++) {
      sum += x[((row + i) * ${width * factor} + column + j) * ${vectors} + index % ${vectors}];
    }
  }
  y[index] = f32(${scale}) * sum;
}`
  return { label: 'block sum', wgsl, workgroups: workgroupsFor(count) }
})

/** Binds x and y. */
const repeatProgram = memoize(([batch, height, width, channels]: Sides, factor: number, scale: number): Program => {
  const vectors = channels / vectorWidth(channels)
  const type = vectorType(vectorWidth(channels))
  const count = batch * height * width * vectors
  const wgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read> x: array<${type}>;
@group(0) @binding(1) var<storage, read_write> y: array<${type}>;
${openMain()}
  if (index >= ${count}) { return; }
  let pixel = index / ${vectors};
  let row = pixel / ${width} / ${factor}; // rows of all images one below the other
  let column = pixel % ${width} / ${factor};
  y[index] = f32(${scale}) * x[(row * ${width / factor} + column) * ${vectors} + index % ${vectors}];
}`
  return { label: 'block repeat', wgsl, workgroups: workgroupsFor(count) }
})
