// A linear layer with few outputs: the heads of D. Forward, a workgroup an image adds up its features; back, one dispatch each
// gives the gradients of features, weights and bias.
import * as tf from '../../tf.ts'
import { type ConvShape, convShape } from '../conv2d/shape.ts'
import { convolveOnWasm, filterGradientOnWasm, inputGradientOnWasm } from '../conv2d/wasm.ts'
import { type Gradients, hasKernel, kernel, runKernel } from '../kernel.ts'
import { dispatch, memoize, openMain, type Program, WORKGROUP, workgroupsFor } from '../program.ts'
import { sumOfSlices } from '../sum-of-slices/sum-of-slices.ts'
import { declareOpaqueZero } from '../tile.ts'
import { workgroupTotal } from '../workgroup.ts'

const NAME = 'LinearHead'
const INPUT_GRADIENT = 'LinearHeadInputGradient'
const WEIGHT_GRADIENT = 'LinearHeadWeightGradient'

interface Shape {
  readonly rows: number
  readonly features: number
  readonly outputs: number
}

/** xW + b: x [B, features], w [features, outputs], b [outputs] → [B, outputs]. Made for a handful of outputs. */
export function linearHead(x: tf.Tensor2D, w: tf.Tensor2D, b: tf.Tensor): tf.Tensor2D {
  if (!hasKernel(NAME)) return tf.add(tf.matMul(x, w), b)
  return runKernel<tf.Tensor2D>(NAME, { x, w, b })
}

type T = tf.TensorInfo

function shapeOf(x: readonly number[], outputs: number): Shape {
  const [rows, features] = x as [number, number]
  return { rows, features, outputs }
}

const forward = kernel(
  NAME,
  (backend, { x, w, b }: Record<'x' | 'w' | 'b', T>) => {
    const shape = shapeOf(x.shape, w.shape[1] as number)
    const y = backend.makeTensorInfo([shape.rows, shape.outputs], 'float32')
    dispatch(backend, forwardProgram(shape), [x, w, b, y])
    return y
  },
  (backend, { x, w, b }) => {
    const shape = shapeOf(x.shape, w.shape[1] as number)
    return withShape([shape.rows, shape.outputs], convolveOnWasm(backend, asConvolution(shape), asImages(x), asFilter(w), b, null))
  },
)

const inputGradient = kernel(
  INPUT_GRADIENT,
  (backend, { dy, w }: Record<'dy' | 'w', T>) => {
    const shape: Shape = { rows: dy.shape[0] as number, features: w.shape[0] as number, outputs: w.shape[1] as number }
    const dx = backend.makeTensorInfo([shape.rows, shape.features], 'float32')
    dispatch(backend, inputGradientProgram(shape), [dy, w, dx])
    return dx
  },
  (backend, { dy, w }) => {
    const shape: Shape = { rows: dy.shape[0] as number, features: w.shape[0] as number, outputs: w.shape[1] as number }
    return withShape([shape.rows, shape.features], inputGradientOnWasm(backend, asConvolution(shape), asImages(dy), asFilter(w)))
  },
)

const weightGradient = kernel(
  WEIGHT_GRADIENT,
  (backend, { x, dy }: Record<'x' | 'dy', T>) => {
    const shape = shapeOf(x.shape, dy.shape[1] as number)
    const dw = backend.makeTensorInfo([shape.features, shape.outputs], 'float32')
    dispatch(backend, weightGradientProgram(shape), [x, dy, dw])
    return dw
  },
  (backend, { x, dy }) => {
    const shape = shapeOf(x.shape, dy.shape[1] as number)
    return withShape([shape.features, shape.outputs], filterGradientOnWasm(backend, asConvolution(shape), asImages(x), asImages(dy)))
  },
)

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

tf.registerGradient({
  kernelName: NAME,
  inputsToSave: ['x', 'w'],
  outputsToSave: [false],
  gradFunc: (gradient, saved): Gradients => {
    const [x, w] = saved as [tf.Tensor, tf.Tensor]
    const dy = gradient as tf.Tensor
    return {
      x: () => runKernel(INPUT_GRADIENT, { dy, w }),
      w: () => runKernel(WEIGHT_GRADIENT, { x, dy }),
      b: () => sumOfSlices(dy), // every image is a slice
    }
  },
})

export const LINEAR_KERNELS = [forward, inputGradient, weightGradient]
