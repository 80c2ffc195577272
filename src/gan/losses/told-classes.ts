// What D is told of upright images, as one operation: from whole numbers a row of weights over all classes each. Nothing is learnt through it.
import { withoutGradient } from '../../tensor/gradients.ts'
import { defineOp, type Inputs, inputList, numberedInputs, type Tensors } from '../../tensor/ops/op.ts'
import { dispatch, memoize, openMain, type Program, workgroupsFor } from '../../tensor/ops/program.ts'
import * as tf from '../../tensor/tf.ts'
import type { WasmBackend } from '../../tensor/wasm/module.ts'
import { valuesOf } from '../../tensor/wasm/tensors.ts'
import { classRows } from '../class-rows.ts'
import { sumOfExponentials } from './wasm.ts'

/** What stands in for the missing labels of the first group. */
export interface Inferred {
  /** [rows, K]; the first B rows are those of the group. */
  readonly logits: tf.Tensor2D
  /** The probability of each class, not the likeliest class alone. */
  readonly soft: boolean
}

interface Attributes {
  readonly classes: number
  readonly inferred: 'none' | 'hard' | 'soft'
}

/**
 * A one-hot row for each label; a row of zeros for NO_CLASS, where nothing is inferred.
 * @param groups int32 [B] each
 * @returns [groups · B, K]
 */
export function toldClasses(groups: readonly tf.Tensor1D[], classes: number, inferred: Inferred | null = null): tf.Tensor2D {
  const labels = numberedInputs<tf.Tensor>('labels', groups)
  if (!inferred) return toldOp(labels, { classes, inferred: 'none' })
  const { logits, soft } = inferred
  return withoutGradient(() => toldOp({ ...labels, logits }, { classes, inferred: soft ? 'soft' : 'hard' }))
}

const toldOp = defineOp<string, Attributes, tf.Tensor2D>({
  name: 'ToldClasses',
  webgpu(backend, inputs, attributes) {
    const [groups, { logits }] = [inputList(inputs, 'labels'), inputs]
    const batch = groups[0]?.shape[0] as number
    const told = backend.makeTensorInfo([groups.length * batch, attributes.classes], 'float32')
    dispatch(backend, program(attributes, groups.length, batch), [...groups, ...(logits ? [logits] : []), told])
    return told
  },
  wasm: toldOnWasm,
  fallback: toldFallback,
  gradient: 'none',
})

function toldOnWasm(backend: WasmBackend, inputs: Inputs, { classes, inferred }: Attributes): tf.TensorInfo {
  const groups = inputList(inputs, 'labels')
  const batch = groups[0]?.shape[0] as number
  const told = backend.makeOutput([groups.length * batch, classes], 'float32')
  const rows = valuesOf(backend, told).fill(0)
  const logits = inputs.logits && valuesOf(backend, inputs.logits)
  groups.forEach((group, g) => {
    valuesOf(backend, group).forEach((label, i) => {
      const row = rows.subarray((g * batch + i) * classes, (g * batch + i + 1) * classes)
      if (label >= 0) row[label] = 1
      else if (g === 0 && logits) infer(row, logits.subarray(i * classes, (i + 1) * classes), inferred)
    })
  })
  return told
}

function infer(row: Float32Array, logits: Float32Array, inferred: Attributes['inferred']): void {
  const largest = Math.max(...logits)
  if (inferred === 'hard') {
    row[logits.indexOf(largest)] = 1
    return
  }
  const total = sumOfExponentials(logits, largest)
  logits.forEach((x, k) => {
    row[k] = Math.exp(x - largest) / total
  })
}

function toldFallback(inputs: Tensors, { classes, inferred }: Attributes): tf.Tensor2D {
  const rows = (labels: tf.Tensor) => classRows(labels, classes)
  const [first, ...others] = inputList(inputs, 'labels').map(rows) as [tf.Tensor2D, ...tf.Tensor2D[]]
  if (!inputs.logits) return tf.concat([first, ...others], 0)
  const logits = tf.slice(inputs.logits as tf.Tensor2D, [0, 0], first.shape)
  const predicted = inferred === 'soft' ? tf.softmax(logits) : rows(tf.argMax(logits, 1))
  const unknown = tf.sub(1, tf.sum(first, 1, true)) // [B, 1]
  return tf.concat([tf.add(first, tf.mul(unknown, predicted)), ...others], 0)
}

/** Binds the labels of each group, logits (where something is inferred), told. */
const program = memoize(({ classes, inferred }: Attributes, groups: number, batch: number): Program => {
  const numbers = Array.from({ length: groups }, (_, g) => g)
  const probability = inferred === 'soft' ? 'exp(logits[first + k] - largest) / total' : 'select(0.0, 1.0, k == likeliest)'
  const inference = /* wgsl */ `
  if ((index < BATCH) & (label < 0)) {
    var largest = logits[first];
    var likeliest = 0;
    for (var k = 1; k < CLASSES + opaqueZero; k++) {
      if (logits[first + k] > largest) { largest = logits[first + k]; likeliest = k; }
    }
    var total = 0.0;
    for (var k = 0; k < CLASSES + opaqueZero; k++) { total += exp(logits[first + k] - largest); }
    for (var k = 0; k < CLASSES + opaqueZero; k++) { told[first + k] = ${probability}; }
  }`
  const wgsl = /* wgsl */ `
const CLASSES = ${classes}; const BATCH = ${batch};
${numbers.map((g) => `@group(0) @binding(${g}) var<storage, read> labels${g}: array<i32>;`).join('\n')}
${inferred === 'none' ? '' : `@group(0) @binding(${groups}) var<storage, read> logits: array<f32>;`}
@group(0) @binding(${inferred === 'none' ? groups : groups + 1}) var<storage, read_write> told: array<f32>;
${openMain()}
  if (index >= ${groups * batch}) { return; }
  let first = index * CLASSES;
  var label = 0;
${numbers.map((g) => `  if (index / BATCH == ${g}) { label = labels${g}[index % BATCH]; }`).join('\n')}
  for (var k = 0; k < CLASSES + opaqueZero; k++) { told[first + k] = select(0.0, 1.0, k == label); }
${inferred === 'none' ? '' : inference}
}`
  return { label: 'told classes', wgsl, workgroups: workgroupsFor(groups * batch) }
})
