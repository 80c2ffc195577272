// The task of predicting the labels that are known [Lucic et al. 2019, §3.2], as one operation each way: the loss and what is measured of it.
import { withoutGradient } from '../../tensor/gradients.ts'
import { logSoftmax } from '../../tensor/ops/log-softmax.ts'
import { defineOp, type Inputs, type Tensors } from '../../tensor/ops/op.ts'
import { dispatch, memoize, openMain, type Program, WORKGROUP, workgroupsFor } from '../../tensor/ops/program.ts'
import { declareOpaqueZero } from '../../tensor/ops/tile.ts'
import { workgroupTotal } from '../../tensor/ops/workgroup.ts'
import * as tf from '../../tensor/tf.ts'
import type { WasmBackend } from '../../tensor/wasm/module.ts'
import { valuesOf } from '../../tensor/wasm/tensors.ts'
import { classRows } from '../class-rows.ts'
import { type NamedScalar, scalarOf } from '../step-scalars.ts'
import { sumOfExponentials } from './wasm.ts'

interface Attributes {
  /** Of the loss's weight among the scalars. */
  readonly weightIndex: number
}

type InputName = 'classLogits' | 'labels' | 'scalars'

export interface ClassTask {
  /** The mean cross-entropy over the labelled images times its weight; exactly 0, with a gradient of zeros, where there are none. */
  readonly loss: tf.Scalar
  /** Of the labelled images the sum of the cross-entropy, how many are predicted right, and how many there are: [3]. */
  readonly sums: tf.Tensor1D
}

/** @param classLogits [rows, K]; the first B rows are learnt from @param labels int32 [B], NO_CLASS where one is missing */
export function classTask(classLogits: tf.Tensor2D, labels: tf.Tensor1D, { vector, index }: NamedScalar): ClassTask {
  const [loss, sums] = taskOp({ classLogits, labels, scalars: vector }, { weightIndex: index })
  return { loss, sums }
}

const taskOp = defineOp<InputName, Attributes, [tf.Scalar, tf.Tensor1D]>({
  name: 'ClassTask',
  webgpu(backend, { classLogits, labels, scalars }, { weightIndex }) {
    const [loss, sums] = [backend.makeTensorInfo([], 'float32'), backend.makeTensorInfo([3], 'float32')]
    const shape = { batch: labels.shape[0] as number, classes: classLogits.shape[1] as number, weightIndex }
    dispatch(backend, program(shape), [classLogits, labels, scalars, loss, sums])
    return [loss, sums]
  },
  wasm: taskOnWasm,
  fallback: taskFallback,
  gradient: {
    keptInputs: ['classLogits', 'labels', 'scalars'],
    of(dys, kept, attributes) {
      const [dy] = dys as [tf.Tensor, tf.Tensor] // nothing is learnt from the sums
      const [classLogits, labels, scalars] = kept as [tf.Tensor, tf.Tensor, tf.Tensor]
      return { classLogits: () => gradientOp({ dy, classLogits, labels, scalars }, attributes) }
    },
  },
})

const gradientOp = defineOp<InputName | 'dy', Attributes, tf.Tensor2D>({
  name: 'ClassTaskGradient',
  webgpu(backend, { dy, classLogits, labels, scalars }, { weightIndex }) {
    const [rows, classes] = classLogits.shape as [number, number]
    const dClassLogits = backend.makeTensorInfo([rows, classes], 'float32')
    const shape = { batch: labels.shape[0] as number, classes, weightIndex }
    dispatch(backend, gradientProgram(shape, rows), [dy, classLogits, labels, scalars, dClassLogits])
    return dClassLogits
  },
  wasm: gradientOnWasm,
  fallback({ dy, classLogits, labels, scalars }, { weightIndex }) {
    const [rows, classes] = classLogits.shape as [number, number]
    const known = classRows(labels, classes)
    const upright = tf.slice(classLogits as tf.Tensor2D, [0, 0], known.shape)
    const labelled = tf.sum(known, 1, true) // [B, 1]
    const factor = tf.div(tf.mul(dy, scalarOf({ vector: scalars as tf.Tensor1D, index: weightIndex })), tf.maximum(tf.sum(known), 1))
    const gradient = tf.mul<tf.Tensor2D>(factor, tf.sub(tf.mul(labelled, tf.softmax(upright)), known))
    return tf.concat([gradient, tf.zeros([rows - known.shape[0], classes])], 0)
  },
  gradient: 'composed',
})

function taskOnWasm(backend: WasmBackend, inputs: Inputs<InputName>, { weightIndex }: Attributes): tf.TensorInfo[] {
  const [loss, sums] = [backend.makeOutput([], 'float32'), backend.makeOutput([3], 'float32')]
  let [entropy, hits, count] = [0, 0, 0]
  for (const { label, logits } of labelledRows(backend, inputs)) {
    const largest = Math.max(...logits)
    entropy += largest + Math.log(sumOfExponentials(logits, largest)) - (logits[label] as number)
    if (logits.indexOf(largest) === label) hits++
    count++
  }
  const weight = valuesOf(backend, inputs.scalars)[weightIndex] as number
  valuesOf(backend, loss)[0] = (weight * entropy) / Math.max(count, 1)
  valuesOf(backend, sums).set([entropy, hits, count])
  return [loss, sums]
}

function gradientOnWasm(backend: WasmBackend, inputs: Inputs<InputName | 'dy'>, { weightIndex }: Attributes): tf.TensorInfo {
  const { dy, classLogits, scalars } = inputs
  const output = backend.makeOutput(classLogits.shape, 'float32')
  const gradient = valuesOf(backend, output).fill(0)
  const labelled = labelledRows(backend, inputs)
  const weight = valuesOf(backend, scalars)[weightIndex] as number
  const factor = ((valuesOf(backend, dy)[0] as number) * weight) / Math.max(labelled.length, 1)
  for (const { row, label, logits } of labelled) {
    const largest = Math.max(...logits)
    const total = sumOfExponentials(logits, largest)
    logits.forEach((x, k) => {
      gradient[row * logits.length + k] = factor * (Math.exp(x - largest) / total - (k === label ? 1 : 0))
    })
  }
  return output
}

/** The rows whose label is known. */
function labelledRows(backend: WasmBackend, { classLogits, labels }: Inputs<'classLogits' | 'labels'>) {
  const [classes, all] = [classLogits.shape[1] as number, valuesOf(backend, classLogits)]
  return Array.from(valuesOf(backend, labels)).flatMap((label, row) =>
    label < 0 ? [] : [{ row, label, logits: all.subarray(row * classes, (row + 1) * classes) }],
  )
}

function taskFallback({ classLogits, labels, scalars }: Tensors<InputName>, { weightIndex }: Attributes): [tf.Scalar, tf.Tensor1D] {
  const known = classRows(labels, classLogits.shape[1] as number)
  const upright = tf.slice(classLogits as tf.Tensor2D, [0, 0], known.shape)
  const entropy = tf.sum<tf.Scalar>(tf.mul(known, tf.neg(logSoftmax(upright))))
  const predicted = withoutGradient(() => classRows(tf.argMax(upright, 1), known.shape[1]))
  const count = tf.sum<tf.Scalar>(known)
  const weight = scalarOf({ vector: scalars as tf.Tensor1D, index: weightIndex })
  const loss = tf.div<tf.Scalar>(tf.mul(weight, entropy), tf.maximum(count, 1))
  return [loss, tf.stack([entropy, tf.sum(tf.mul(known, predicted)), count]) as tf.Tensor1D]
}

interface Shape extends Attributes {
  readonly batch: number
  readonly classes: number
}

/** What both programs compute of a labelled row: `largest`, `likeliest` (the first of the largest) and the sum of `exponentials`. */
const ROW = /* wgsl */ `
    var largest = classLogits[first];
    var likeliest = 0;
    for (var k = 1; k < CLASSES + opaqueZero; k++) {
      if (classLogits[first + k] > largest) { largest = classLogits[first + k]; likeliest = k; }
    }
    var exponentials = 0.0;
    for (var k = 0; k < CLASSES + opaqueZero; k++) { exponentials += exp(classLogits[first + k] - largest); }`

/** Binds classLogits, labels, scalars, loss, results. */
const program = memoize(({ batch, classes, weightIndex }: Shape): Program => {
  const wgsl = /* wgsl */ `
const CLASSES = ${classes};
@group(0) @binding(0) var<storage, read> classLogits: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<i32>;
@group(0) @binding(2) var<storage, read> scalars: array<f32>;
@group(0) @binding(3) var<storage, read_write> loss: array<f32>;
@group(0) @binding(4) var<storage, read_write> results: array<f32>;
${workgroupTotal('vec3<f32>')}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32, @builtin(num_workgroups) groups: vec3<u32>) {
  ${declareOpaqueZero('groups')}
  var own = vec3<f32>();
  for (var row = i32(local); row < ${batch}; row += ${WORKGROUP}) {
    let label = labels[row];
    if (label < 0) { continue; }
    let first = row * CLASSES;
${ROW}
    own += vec3<f32>(largest + log(exponentials) - classLogits[first + label], select(0.0, 1.0, likeliest == label), 1.0);
  }
  let all = total(own, local, opaqueZero);
  if (local == 0u) {
    loss[0] = scalars[${weightIndex}] * all.x / max(all.z, 1.0);
    for (var i = 0; i < 3; i++) { results[i] = all[i]; }
  }
}`
  return { label: 'class task', wgsl, workgroups: [1, 1, 1] }
})

/** Binds dy, classLogits, labels, scalars, dClassLogits. */
const gradientProgram = memoize(({ batch, classes, weightIndex }: Shape, rows: number): Program => {
  const wgsl = /* wgsl */ `
const CLASSES = ${classes};
@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> classLogits: array<f32>;
@group(0) @binding(2) var<storage, read> labels: array<i32>;
@group(0) @binding(3) var<storage, read> scalars: array<f32>;
@group(0) @binding(4) var<storage, read_write> dClassLogits: array<f32>;
${openMain()}
  if (index >= ${rows}) { return; }
  let first = index * CLASSES;
  let label = select(-1, labels[min(index, ${batch - 1})], index < ${batch});
  if (label < 0) {
    for (var k = 0; k < CLASSES + opaqueZero; k++) { dClassLogits[first + k] = 0.0; }
    return;
  }
  var count = 0.0;
  for (var row = 0; row < ${batch} + opaqueZero; row++) { count += select(0.0, 1.0, labels[row] >= 0); }
${ROW}
  let factor = dy[0] * scalars[${weightIndex}] / count;
  for (var k = 0; k < CLASSES + opaqueZero; k++) {
    dClassLogits[first + k] = factor * (exp(classLogits[first + k] - largest) / exponentials - select(0.0, 1.0, k == label));
  }
}`
  return { label: 'class task: gradient', wgsl, workgroups: workgroupsFor(rows) }
})
