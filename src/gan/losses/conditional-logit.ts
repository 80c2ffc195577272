// The logit of an image with what D is told of it, as one operation each way: D(x) + Σ yₖ <Vₖ, features> [Miyato and Koyama 2018, eq. 4].
import { defineOp, type Inputs, type Op, type Tensors } from '../../tensor/ops/op.ts'
import { dispatch, memoize, openMain, type Program, workgroupsFor } from '../../tensor/ops/program.ts'
import { sumOfSlices } from '../../tensor/ops/sum-of-slices/sum-of-slices.ts'
import * as tf from '../../tensor/tf.ts'
import type { WasmBackend } from '../../tensor/wasm/module.ts'
import { valuesOf } from '../../tensor/wasm/tensors.ts'

interface Attributes {
  /** Upright images of a group. They come first in it; of the rotated copies behind them D is told nothing. */
  readonly batch: number
  /** Whether the logits of images alone come first, and those with classes behind them. */
  readonly both: boolean
}

type LogitInput = 'realLogit' | 'projections' | 'told'

/** Numbers of rows and classes. */
interface Shape extends Attributes {
  readonly rows: number
  readonly groups: number
  readonly classes: number
}

/**
 * @param realLogit [R, 1] @param projections [R, K] @param told [groups · B, K]; no gradient flows through it
 * @returns [R, 1]; with `both` the logits of images alone, then those with classes, [2R, 1]
 */
export function conditionalLogit(inputs: Tensors<LogitInput>, attributes: Attributes): tf.Tensor2D {
  return logitOp(inputs, attributes)
}

const logitOp: Op<LogitInput, Attributes, tf.Tensor2D> = defineOp<LogitInput, Attributes, tf.Tensor2D>({
  name: 'ConditionalLogit',
  webgpu(backend, { realLogit, projections, told }, attributes) {
    const shape = shapeOf(realLogit.shape[0] as number, told, attributes)
    const logit = backend.makeTensorInfo([outputRows(shape), 1], 'float32')
    dispatch(backend, program(shape), [realLogit, projections, told, logit])
    return logit
  },
  wasm(backend, { realLogit, projections, told }, attributes) {
    const shape = shapeOf(realLogit.shape[0] as number, told, attributes)
    const { rows, classes, both } = shape
    const output = backend.makeOutput([outputRows(shape), 1], 'float32')
    const [own, products, weights, logit] = [realLogit, projections, told, output].map((tensor) => valuesOf(backend, tensor)) as Four
    if (both) logit.set(own)
    const conditional = both ? logit.subarray(rows) : logit
    for (let row = 0; row < rows; row++) {
      const from = toldRow(row, shape) * classes
      let sum = 0
      for (let k = 0; k < classes && from >= 0; k++) sum += (products[row * classes + k] as number) * (weights[from + k] as number)
      conditional[row] = (own[row] as number) + sum
    }
    return output
  },
  fallback({ realLogit, projections, told }, attributes) {
    const rows = toldOfRows(told, shapeOf(realLogit.shape[0] as number, told, attributes))
    const conditional = tf.add<tf.Tensor2D>(realLogit, tf.sum(tf.mul(projections, rows), 1, true))
    return attributes.both ? tf.concat([realLogit as tf.Tensor2D, conditional], 0) : conditional
  },
  gradient: {
    keptInputs: ['told'],
    of([gradient], kept, attributes) {
      const [dy, told] = [gradient as tf.Tensor, kept[0] as tf.Tensor]
      const halves = () => tf.reshape(dy, [2, (dy.shape[0] as number) / 2, 1])
      return {
        realLogit: () => (attributes.both ? sumOfSlices(halves()) : tf.clone(dy)),
        projections: () => projectionsGradient({ dy, told }, attributes),
      }
    },
  },
})

/** dy [R, 1], or [2R, 1] → dy · y, [R, K] */
const projectionsGradient: Op<'dy' | 'told', Attributes, tf.Tensor2D> = defineOp<'dy' | 'told', Attributes, tf.Tensor2D>({
  name: 'ConditionalLogitGradient',
  webgpu(backend, { dy, told }, attributes) {
    const shape = shapeOf(inputRows(dy, attributes), told, attributes)
    const dProjections = backend.makeTensorInfo([shape.rows, shape.classes], 'float32')
    dispatch(backend, gradientProgram(shape), [dy, told, dProjections])
    return dProjections
  },
  wasm: gradientOnWasm,
  fallback({ dy, told }, attributes) {
    const rows = inputRows(dy, attributes)
    const ofConditional = tf.slice(dy as tf.Tensor2D, [attributes.both ? rows : 0, 0], [rows, 1])
    return tf.mul(ofConditional, toldOfRows(told, shapeOf(rows, told, attributes)))
  },
  gradient: {
    keptInputs: ['told'],
    of: ([ddProjections], [told], attributes) => ({
      dy: () => {
        const projections = ddProjections as tf.Tensor2D
        return logitOp({ realLogit: tf.zeros([projections.shape[0], 1]), projections, told: told as tf.Tensor }, attributes)
      },
    }),
  },
})

type Four = [Float32Array, Float32Array, Float32Array, Float32Array]

function gradientOnWasm(backend: WasmBackend, { dy, told }: Inputs<'dy' | 'told'>, attributes: Attributes): tf.TensorInfo {
  const shape = shapeOf(inputRows(dy, attributes), told, attributes)
  const { rows, classes, both } = shape
  const dProjections = backend.makeOutput([rows, classes], 'float32')
  const [dys, weights, products] = [valuesOf(backend, dy), valuesOf(backend, told), valuesOf(backend, dProjections)]
  for (let row = 0; row < rows; row++) {
    const from = toldRow(row, shape) * classes
    const own = dys[both ? rows + row : row] as number
    for (let k = 0; k < classes; k++) products[row * classes + k] = from < 0 ? 0 : own * (weights[from + k] as number)
  }
  return dProjections
}

/** @param rows of the logits of images alone */
function shapeOf(rows: number, told: tf.TensorInfo, attributes: Attributes): Shape {
  const [images, classes] = told.shape as [number, number]
  const { batch, both } = attributes
  return { batch, both, rows, groups: images / batch, classes }
}

const outputRows = ({ rows, both }: Shape) => (both ? 2 * rows : rows)
const inputRows = (dy: tf.TensorInfo, { both }: Attributes) => (dy.shape[0] as number) / (both ? 2 : 1)

/** The row of what D is told of an image, less than 0 of a rotated copy. */
function toldRow(row: number, { rows, groups, batch }: Shape): number {
  const ofGroup = rows / groups
  return row % ofGroup < batch ? Math.floor(row / ofGroup) * batch + (row % ofGroup) : -1
}

/** What D is told of every row, [R, K]. */
function toldOfRows(told: tf.Tensor, { rows, groups, batch, classes }: Shape): tf.Tensor2D {
  const ofGroups = tf.reshape<tf.Rank.R3>(told, [groups, batch, classes])
  const padded = tf.concat([ofGroups, tf.zeros<tf.Rank.R3>([groups, rows / groups - batch, classes])], 1)
  return tf.reshape(padded, [rows, classes])
}

function constants({ rows, groups, batch, classes }: Shape): string {
  return /* wgsl */ `
const BATCH = ${batch}; const ROWS = ${rows}; const ROWS_OF_GROUP = ${rows / groups}; const CLASSES = ${classes};
fn isTold(row: i32) -> bool { return row % ROWS_OF_GROUP < BATCH; }
fn firstTold(row: i32) -> i32 { return (row / ROWS_OF_GROUP * BATCH + row % ROWS_OF_GROUP) * CLASSES; }`
}

/** Binds realLogit, projections, told, logit. */
const program = memoize((shape: Shape): Program => {
  const wgsl = /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> realLogit: array<f32>;
@group(0) @binding(1) var<storage, read> projections: array<f32>;
@group(0) @binding(2) var<storage, read> told: array<f32>;
@group(0) @binding(3) var<storage, read_write> logit: array<f32>;
${openMain()}
  if (index >= ROWS) { return; }
  var sum = 0.0;
  if (isTold(index)) {
    let first = firstTold(index);
    for (var k = 0; k < CLASSES + opaqueZero; k++) { sum += projections[index * CLASSES + k] * told[first + k]; }
  }
${shape.both ? '  logit[index] = realLogit[index];' : ''}
  logit[${shape.both ? 'ROWS + ' : ''}index] = realLogit[index] + sum;
}`
  return { label: 'conditional logit', wgsl, workgroups: workgroupsFor(shape.rows) }
})

/** Binds dy, told, dProjections. */
const gradientProgram = memoize((shape: Shape): Program => {
  const wgsl = /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> told: array<f32>;
@group(0) @binding(2) var<storage, read_write> dProjections: array<f32>;
${openMain()}
  if (index >= ROWS * CLASSES) { return; }
  let row = index / CLASSES;
  var gradient = 0.0;
  if (isTold(row)) { gradient = dy[${shape.both ? 'ROWS + ' : ''}row] * told[firstTold(row) + index % CLASSES]; }
  dProjections[index] = gradient;
}`
  return { label: 'conditional logit: gradient', wgsl, workgroups: workgroupsFor(shape.rows * shape.classes) }
})
