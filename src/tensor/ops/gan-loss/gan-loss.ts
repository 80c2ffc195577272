// The loss of a step from D's logits, with everything that is told about them, in one dispatch; its gradient in another. Which
// adversarial loss it is, is given as formulas.
import * as tf from '../../tf.ts'
import { type Gradients, kernel, runKernel } from '../kernel.ts'
import { dispatch, memoize, openMain, type Program, WORKGROUP, workgroupsFor } from '../program.ts'
import { declareOpaqueZero } from '../tile.ts'
import { workgroupTotal } from '../workgroup.ts'
import { ganLossGradientOnWasm, ganLossOnWasm } from './wasm.ts'

export const GAN_LOSS = 'GanLoss'
const GRADIENT = 'GanLossGradient'

/** A loss of one logit x and its derivative, as WGSL and as functions. */
export interface Term {
  readonly value: string
  readonly slope: string
  valueAt(x: number): number
  slopeAt(x: number): number
}

export interface GanLoss {
  /** One a half of the batch: what its upright images add to the adversarial loss, and whether its turns count in the rotation loss. */
  readonly halves: readonly { readonly term: Term; readonly turnsCount: boolean }[]
  /** Upright images of a half; the last n of them also come turned. */
  readonly batch: number
  readonly n: number
  /** Zero where only rotations are learnt. */
  readonly adversarialWeight: number
  /** Place of the rotation loss's weight among the numbers. */
  readonly weightAt: number
  /** Whether mean logits and accuracies are told too. */
  readonly details: boolean
}

/**
 * realness [halves · (batch + 3n), 1] and rotation [same, 4] →
 * the loss; and [loss, adversarial, rotation], with `details` also each half's mean logit, then each half's accuracy.
 */
export function ganLoss(
  realness: tf.Tensor2D,
  rotation: tf.Tensor2D,
  numbers: tf.Tensor1D,
  loss: GanLoss,
): { loss: tf.Scalar; statistics: tf.Tensor1D } {
  const [value, statistics] = runKernel<[tf.Scalar, tf.Tensor1D]>(GAN_LOSS, { realness, rotation, numbers }, loss)
  return { loss: value, statistics }
}

type T = tf.TensorInfo

const forward = kernel(
  GAN_LOSS,
  (backend, { realness, rotation, numbers }: Record<'realness' | 'rotation' | 'numbers', T>, loss: GanLoss) => {
    const value = backend.makeTensorInfo([], 'float32')
    const statistics = backend.makeTensorInfo([3 + (loss.details ? 2 * loss.halves.length : 0)], 'float32')
    // without turns nothing reads the rotation logits
    const tensors = loss.n > 0 ? [numbers, realness, rotation, value, statistics] : [numbers, realness, value, statistics]
    dispatch(backend, forwardProgram(loss), tensors)
    return [value, statistics]
  },
  ganLossOnWasm,
)

const gradient = kernel(
  GRADIENT,
  (backend, { dy, realness, rotation, numbers }: Record<'dy' | 'realness' | 'rotation' | 'numbers', T>, loss: GanLoss) => {
    const dRealness = backend.makeTensorInfo(realness.shape, 'float32')
    const dRotation = backend.makeTensorInfo(rotation.shape, 'float32')
    const given = loss.n > 0 ? [dy, numbers, realness, rotation] : [dy, realness]
    dispatch(backend, gradientProgram(loss), [...given, dRealness, dRotation])
    return [dRealness, dRotation]
  },
  ganLossGradientOnWasm,
)

function constants({ batch, n }: GanLoss): string {
  return /* wgsl */ `
const BATCH = ${batch}; const N = ${n}; const ROWS = ${batch + 3 * n}; // of a half
/** The quarter turns of a row of a half: the last 4n rows are n upright images and their turned copies, grouped by angle. */
fn turnsOf(row: i32) -> i32 { return max(row - (BATCH - N), 0) / ${Math.max(n, 1)}; }`
}

function terms({ halves }: GanLoss, part: keyof Term): string {
  return halves.map(({ term }, half) => `fn ${part}${half}(x: f32) -> f32 { return ${term[part]}; }`).join('\n')
}

/** Binds numbers, realness, rotation (where images are turned), loss, statistics. */
const forwardProgram = memoize((loss: GanLoss): Program => {
  const { halves, n, adversarialWeight, weightAt, details } = loss
  const turned = n > 0
  const wgsl = /* wgsl */ `
${constants(loss)}
@group(0) @binding(0) var<storage, read> numbers: array<f32>;
@group(0) @binding(1) var<storage, read> realness: array<f32>;
${turned ? '@group(0) @binding(2) var<storage, read> rotation: array<vec4<f32>>;' : ''}
@group(0) @binding(${turned ? 3 : 2}) var<storage, read_write> loss: array<f32>;
@group(0) @binding(${turned ? 4 : 3}) var<storage, read_write> statistics: array<f32>;
${terms(loss, 'value')}
${workgroupTotal('f32')}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32, @builtin(num_workgroups) groups: vec3<u32>) {
  ${declareOpaqueZero('groups')}
  var adversarial = 0.0;
  var rotationLoss = 0.0;
${halves
  .map(
    ({ turnsCount }, half) => /* wgsl */ `
  var value${half}sum = 0.0;
  var logit${half}sum = 0.0;
  for (var row = i32(local); row < BATCH; row += ${WORKGROUP}) {
    let logit = realness[${half} * ROWS + row];
    value${half}sum += value${half}(logit);
    logit${half}sum += logit;
  }
  adversarial += total(value${half}sum, local, opaqueZero) / f32(BATCH);
  let meanLogit${half} = total(logit${half}sum, local, opaqueZero) / f32(BATCH);
  var hits${half} = 0.0;
  var entropy${half} = 0.0;
${
  turned
    ? /* wgsl */ `
  for (var row = BATCH - N + i32(local); row < ROWS; row += ${WORKGROUP}) {
    let logits = rotation[${half} * ROWS + row];
    let turns = turnsOf(row);
    let largest = max(max(logits.x, logits.y), max(logits.z, logits.w));
    entropy${half} += largest + log(dot(exp(logits - largest), vec4<f32>(1.0))) - logits[turns];
    var told = 0; // the first of the largest
    for (var i = 3; i >= 0; i--) { told = select(told, i, logits[i] == largest); }
    hits${half} += select(0.0, 1.0, told == turns);
  }
  let accuracy${half} = total(hits${half}, local, opaqueZero) / f32(4 * N);
  let meanEntropy${half} = total(entropy${half}, local, opaqueZero) / f32(4 * N);`
    : /* wgsl */ `
  let accuracy${half} = 0.0;
  let meanEntropy${half} = 0.0;`
}
  ${turnsCount ? `rotationLoss += meanEntropy${half};` : ''}`,
  )
  .join('\n')}
  if (local == 0u) {
    let all = ${adversarialWeight}.0 * adversarial + numbers[${weightAt}] * rotationLoss;
    loss[0] = all;
    statistics[0] = all;
    statistics[1] = adversarial;
    statistics[2] = rotationLoss;
${
  details
    ? halves
        .map((_, half) => `    statistics[${3 + half}] = meanLogit${half};\n    statistics[${3 + halves.length + half}] = accuracy${half};`)
        .join('\n')
    : ''
}
  }
}`
  return { label: 'GAN loss', wgsl, workgroups: [1, 1, 1] }
})

/** Binds dy, numbers, realness, rotation, dRealness, dRotation; without turns neither numbers nor rotation. */
const gradientProgram = memoize((loss: GanLoss): Program => {
  const { halves, n, batch, adversarialWeight, weightAt } = loss
  const turned = n > 0
  const rows = halves.length * (batch + 3 * n)
  const wgsl = /* wgsl */ `
${constants(loss)}
@group(0) @binding(0) var<storage, read> dy: array<f32>;
${turned ? '@group(0) @binding(1) var<storage, read> numbers: array<f32>;' : ''}
@group(0) @binding(${turned ? 2 : 1}) var<storage, read> realness: array<f32>;
${turned ? '@group(0) @binding(3) var<storage, read> rotation: array<vec4<f32>>;' : ''}
@group(0) @binding(${turned ? 4 : 2}) var<storage, read_write> dRealness: array<f32>;
@group(0) @binding(${turned ? 5 : 3}) var<storage, read_write> dRotation: array<vec4<f32>>;
${terms(loss, 'slope')}
${openMain()}
  if (index >= ${rows}) { return; }
  let half = index / ROWS;
  let row = index % ROWS;
  let logit = realness[index];
  var slope = 0.0;
  ${halves.map((_, i) => `if (half == ${i}) { slope = slope${i}(logit); }`).join('\n  ')}
  dRealness[index] = select(0.0, dy[0] * ${adversarialWeight}.0 * slope / f32(BATCH), row < BATCH);
  var turns = vec4<f32>();
${
  turned
    ? /* wgsl */ `
  let logits = rotation[index];
  let largest = max(max(logits.x, logits.y), max(logits.z, logits.w));
  let shares = exp(logits - largest);
  turns = shares / dot(shares, vec4<f32>(1.0));
  turns[turnsOf(row)] -= 1.0;
  let counts = (row >= BATCH - N) & (${halves.map(({ turnsCount }, i) => `((half == ${i}) & ${turnsCount})`).join(' | ')});
  turns = select(vec4<f32>(), turns * dy[0] * numbers[${weightAt}] / f32(4 * N), counts);`
    : ''
}
  dRotation[index] = turns;
}`
  return { label: 'GAN loss: gradient', wgsl, workgroups: workgroupsFor(rows) }
})

tf.registerGradient({
  kernelName: GAN_LOSS,
  inputsToSave: ['realness', 'rotation', 'numbers'],
  outputsToSave: [false, false],
  gradFunc: (dys, saved, attributes): Gradients => {
    const [dy] = dys as [tf.Tensor, tf.Tensor] // the statistics are only looked at
    const [realness, rotation, numbers] = saved as [tf.Tensor, tf.Tensor, tf.Tensor]
    const [dRealness, dRotation] = runKernel<[tf.Tensor, tf.Tensor]>(GRADIENT, { dy, realness, rotation, numbers }, attributes)
    return { realness: () => tf.clone(dRealness), rotation: () => tf.clone(dRotation) }
  },
})

export const GAN_LOSS_KERNELS = [forward, gradient]
