// A linear layer with few outputs: the heads of D. Forward, a workgroup an image adds up its features; backward, one dispatch
// each gives the gradients of features, weights and bias.
import * as tf from '../../tf.ts'
import { type ConvShape, convShape } from '../conv2d/shape.ts'
import { convolveOnWasm, filterGradientOnWasm, inputGradientOnWasm } from '../conv2d/wasm.ts'
import { defineOp, type Op } from '../op.ts'
import { dispatch, memoize, openMain, type Program, WORKGROUP, workgroupsFor } from '../program.ts'
import { sumOfSlices } from '../sum-of-slices/sum-of-slices.ts'
import { declareOpaqueZero } from '../tile.ts'
import { workgroupTotal } from '../workgroup.ts'

interface Shape {
  readonly rows: number
  readonly features: number
  readonly outputs: number
}

/** xW + b: x [B, features], w [features, outputs], b [outputs] → [B, outputs]. Made for a handful of outputs. */
export function linearHead(x: tf.Tensor2D, w: tf.Tensor2D, b: tf.Tensor): tf.Tensor2D {
  return linearOp({ x, w, b }, {})
}

const linearOp = defineOp<'x' | 'w' | 'b', object, tf.Tensor2D>({
  name: 'LinearHead',
  webgpu(backend, { x, w, b }) {
    const shape = shapeOf(x, w)
    const y = backend.makeTensorInfo([shape.rows, shape.outputs], 'float32')
    dispatch(backend, forwardProgram(shape), [x, w, b, y])
    return y
  },
  wasm(backend, { x, w, b }) {
    const shape = shapeOf(x, w)
    return withShape([shape.rows, shape.outputs], convolveOnWasm(backend, asConvolution(shape), asImages(x), asFilter(w), b, null))
  },
  fallback: ({ x, w, b }) => tf.add(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D), b),
  gradient: {
    keptInputs: ['x', 'w'],
    of([gradient], kept) {
      const [dy, [x, w]] = [gradient as tf.Tensor, kept as [tf.Tensor, tf.Tensor]]
      return {
        x: () => inputGradient({ dy, w }, {}),
        w: () => weightGradient({ x, dy }, {}),
        b: () => sumOfSlices(dy), // every image is a slice
      }
    },
  },
})

/** dx = dy wᵀ */
const inputGradient: Op<'dy' | 'w', object, tf.Tensor2D> = defineOp({
  name: 'LinearHeadInputGradient',
  webgpu(backend, { dy, w }) {
    const shape = shapeOf(dy, w)
    const dx = backend.makeTensorInfo([shape.rows, shape.features], 'float32')
    dispatch(backend, inputGradientProgram(shape), [dy, w, dx])
    return dx
  },
  wasm(backend, { dy, w }) {
    const shape = shapeOf(dy, w)
    return withShape([shape.rows, shape.features], inputGradientOnWasm(backend, asConvolution(shape), asImages(dy), asFilter(w)))
  },
  fallback: ({ dy, w }) => tf.matMul(dy as tf.Tensor2D, w as tf.Tensor2D, false, true),
  gradient: {
    keptInputs: ['dy', 'w'],
    of([gradient], kept) {
      const [ddx, [dy, w]] = [gradient as tf.Tensor2D, kept as [tf.Tensor2D, tf.Tensor2D]]
      return { dy: () => tf.matMul(ddx, w), w: () => weightGradient({ x: ddx, dy }, {}) }
    },
  },
})

/** dw = xᵀ dy */
const weightGradient: Op<'x' | 'dy', object, tf.Tensor2D> = defineOp({
  name: 'LinearHeadWeightGradient',
  webgpu(backend, { x, dy }) {
    const shape = { rows: x.shape[0] as number, features: x.shape[1] as number, outputs: dy.shape[1] as number }
    const dw = backend.makeTensorInfo([shape.features, shape.outputs], 'float32')
    dispatch(backend, weightGradientProgram(shape), [x, dy, dw])
    return dw
  },
  wasm(backend, { x, dy }) {
    const shape = { rows: x.shape[0] as number, features: x.shape[1] as number, outputs: dy.shape[1] as number }
    return withShape([shape.features, shape.outputs], filterGradientOnWasm(backend, asConvolution(shape), asImages(x), asImages(dy)))
  },
  fallback: ({ x, dy }) => tf.matMul(x as tf.Tensor2D, dy as tf.Tensor2D, true, false),
  gradient: {
    keptInputs: ['x', 'dy'],
    of([gradient], kept) {
      const [w, [x, dy]] = [gradient as tf.Tensor2D, kept as [tf.Tensor2D, tf.Tensor2D]]
      return { x: () => inputGradient({ dy, w }, {}), dy: () => tf.matMul(x, w) }
    },
  },
})

type T = tf.TensorInfo

/** @param batch x or dy [B, ...]; @param w [features, outputs] */
function shapeOf(batch: T, w: T): Shape {
  return { rows: batch.shape[0] as number, features: w.shape[0] as number, outputs: w.shape[1] as number }
}

/** On WebAssembly a linear layer is a convolution of single pixels. */
function asConvolution({ rows, features, outputs }: Shape): ConvShape {
  return convShape([rows, 1, 1, features], [1, 1, features, outputs], 1, 'valid')
}

const asImages = (tensor: T) => withShape([tensor.shape[0] as number, 1, 1, tensor.shape[1] as number], tensor)
const asFilter = (tensor: T) => withShape([1, 1, ...tensor.shape], tensor)
const withShape = (shape: number[], tensor: T): T => ({ ...tensor, shape })

function constants({ features, outputs }: Shape): string {
  return `const FEATURES = ${features}; const OUTPUTS = ${outputs};\nalias Outputs = array<f32, OUTPUTS>;`
}

/** Binds x, w, b, y. */
const forwardProgram = memoize((shape: Shape): Program => {
  const wgsl = /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> w: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;
${workgroupTotal('f32')}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  ${declareOpaqueZero('groups')}
  let row = i32(group.x);
  var mine: Outputs;
  for (var i = i32(local); i < FEATURES; i += ${WORKGROUP}) {
    let feature = x[row * FEATURES + i];
    for (var o = 0; o < OUTPUTS + opaqueZero; o++) { mine[o] += feature * w[i * OUTPUTS + o]; }
  }
  for (var o = 0; o < OUTPUTS + opaqueZero; o++) {
    let all = total(mine[o], local, opaqueZero);
    if (local == 0u) { y[row * OUTPUTS + o] = all + b[o]; }
  }
}`
  return { label: 'linear head', wgsl, workgroups: [shape.rows, 1, 1] }
})

/** Binds dy, w, dx. */
const inputGradientProgram = memoize((shape: Shape): Program => {
  const wgsl = /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> w: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;
${openMain()}
  if (index >= i32(arrayLength(&dx))) { return; }
  var sum = 0.0;
  for (var o = 0; o < OUTPUTS; o++) { sum += dy[index / FEATURES * OUTPUTS + o] * w[index % FEATURES * OUTPUTS + o]; }
  dx[index] = sum;
}`
  return { label: 'linear head: input gradient', wgsl, workgroups: workgroupsFor(shape.rows * shape.features) }
})

/** Binds x, dy, dw. */
const weightGradientProgram = memoize((shape: Shape): Program => {
  const wgsl = /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> dw: array<f32>;
${openMain()}
  if (index >= FEATURES) { return; }
  var sums: Outputs;
  for (var row = 0; row < i32(arrayLength(&dy)) / OUTPUTS; row++) {
    for (var o = 0; o < OUTPUTS; o++) { sums[o] += x[row * FEATURES + index] * dy[row * OUTPUTS + o]; }
  }
  for (var o = 0; o < OUTPUTS; o++) { dw[index * OUTPUTS + o] = sums[o]; }
}`
  return { label: 'linear head: weight gradient', wgsl, workgroups: workgroupsFor(shape.features) }
})
