// The WGSL of spectral normalisation of one matrix W [rows, columns]. Three dispatches: slices of uW; v from them and Wv; σ = |Wv|, the
// new u and W / σ. Each workgroup that needs a vector's length adds it up for itself, always in the same order.
import { MAIN, type Program, WORKGROUP, workgroupsFor, written } from '../program.ts'
import { busy, vectorType, vectorWidth } from '../tile.ts'
import { workgroupTotal } from '../workgroup.ts'

export interface MatrixShape {
  readonly rows: number
  readonly columns: number
}

const EPSILON = 1e-12

/** Most slices of rows: every workgroup of the second program reads all of them. */
const MOST_SLICES = 16
/** Vectors of W an invocation divides or corrects. */
const RUN = 16

export function slicesOf({ rows, columns }: MatrixShape): number {
  return Math.min(rows, MOST_SLICES, Math.ceil((busy() * vectorWidth(columns)) / columns))
}

/** Workgroups of the last program, and partial sums of the gradient's. */
export function runsOf({ rows, columns }: MatrixShape): number {
  return Math.ceil((rows * columns) / vectorWidth(columns) / (RUN * WORKGROUP))
}

function constants({ rows, columns }: MatrixShape): string {
  const width = vectorWidth(columns)
  return `
alias Columns = ${vectorType(width)};
const ROWS = ${rows}; const VECTORS = ${columns / width}; const SLICES = ${slicesOf({ rows, columns })};`
}

/** The sum of a vector's components. */
function across(name: string, columns: number): string {
  return vectorWidth(columns) === 4 ? `dot(${name}, vec4<f32>(1.0))` : name
}

/** Binds w, u, partial [slices, columns]: uW in slices of rows. */
export const leftProductProgram = written((shape: MatrixShape): Program => {
  const vectors = shape.columns / vectorWidth(shape.columns)
  const invocations = slicesOf(shape) * vectors
  const wgsl = /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> w: array<Columns>;
@group(0) @binding(1) var<storage, read> u: array<f32>;
@group(0) @binding(2) var<storage, read_write> partial: array<Columns>;
${MAIN}
  if (index >= ${invocations}) { return; }
  var sum = Columns();
  for (var row = index / VECTORS; row < ROWS; row += SLICES) { sum += u[row] * w[row * VECTORS + index % VECTORS]; }
  partial[index] = sum;
}`
  return { label: 'spectral norm: uW', wgsl, workgroups: workgroupsFor(invocations) }
})

/** Binds w, partial, v [columns], product [rows] = Wv. */
export const rightProductProgram = written((shape: MatrixShape): Program => {
  const wgsl = /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> w: array<Columns>;
@group(0) @binding(1) var<storage, read> partial: array<Columns>;
@group(0) @binding(2) var<storage, read_write> v: array<Columns>;
@group(0) @binding(3) var<storage, read_write> product: array<f32>;
${workgroupTotal('f32')}
var<workgroup> unit: array<Columns, VECTORS>;
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  var squares = 0.0;
  for (var i = i32(local); i < VECTORS; i += ${WORKGROUP}) {
    var sum = Columns();
    for (var slice = 0; slice < SLICES; slice++) { sum += partial[slice * VECTORS + i]; }
    unit[i] = sum;
    squares += ${across('(sum * sum)', shape.columns)};
  }
  let length = max(sqrt(total(squares, local)), ${EPSILON});
  for (var i = i32(local); i < VECTORS; i += ${WORKGROUP}) {
    unit[i] /= length;
    if (group.x == 0u) { v[i] = unit[i]; }
  }
  workgroupBarrier();
  let row = i32(group.x * ${WORKGROUP}u + local);
  if (row >= ROWS) { return; }
  var sum = Columns();
  for (var i = 0; i < VECTORS; i++) { sum += w[row * VECTORS + i] * unit[i]; }
  product[row] = ${across('sum', shape.columns)};
}`
  return { label: 'spectral norm: Wv', wgsl, workgroups: [Math.ceil(shape.rows / WORKGROUP), 1, 1] }
})

/** Binds w, product, normalised, u [rows], sigma [1], and, where the kept u moves on, that. */
export const divideProgram = written((shape: MatrixShape, advance: boolean): Program => {
  const wgsl = /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> w: array<Columns>;
@group(0) @binding(1) var<storage, read> product: array<f32>;
@group(0) @binding(2) var<storage, read_write> normalised: array<Columns>;
@group(0) @binding(3) var<storage, read_write> u: array<f32>;
@group(0) @binding(4) var<storage, read_write> sigma: array<f32>;
${advance ? '@group(0) @binding(5) var<storage, read_write> kept: array<f32>;' : ''}
${workgroupTotal('f32')}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  var squares = 0.0;
  for (var row = i32(local); row < ROWS; row += ${WORKGROUP}) { squares += product[row] * product[row]; }
  let square = total(squares, local);
  let length = max(sqrt(square), ${EPSILON});
  let largest = square / length; // σ = u W vᵀ with u = Wv / |Wv|
  if (group.x == 0u) {
    for (var row = i32(local); row < ROWS; row += ${WORKGROUP}) {
      u[row] = product[row] / length;
      ${advance ? 'kept[row] = product[row] / length;' : ''}
    }
    if (local == 0u) { sigma[0] = largest; }
  }
  for (var i = 0; i < ${RUN}; i++) {
    let at = (i32(group.x) * ${RUN} + i) * ${WORKGROUP} + i32(local);
    if (at < ROWS * VECTORS) { normalised[at] = w[at] / largest; }
  }
}`
  return { label: 'spectral norm: W / σ', wgsl, workgroups: [runsOf(shape), 1, 1] }
})

/** Binds dNormalised, normalised, partial [runs]: the sum of their products. */
export const gradientSumsProgram = written((shape: MatrixShape): Program => {
  const wgsl = /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> gradient: array<Columns>;
@group(0) @binding(1) var<storage, read> normalised: array<Columns>;
@group(0) @binding(2) var<storage, read_write> partial: array<f32>;
${workgroupTotal('f32')}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  var sum = Columns();
  for (var i = 0; i < ${RUN}; i++) {
    let at = (i32(group.x) * ${RUN} + i) * ${WORKGROUP} + i32(local);
    if (at < ROWS * VECTORS) { sum += gradient[at] * normalised[at]; }
  }
  let all = total(${across('sum', shape.columns)}, local);
  if (local == 0u) { partial[group.x] = all; }
}`
  return { label: 'spectral norm: gradient sums', wgsl, workgroups: [runsOf(shape), 1, 1] }
})

/** Binds dNormalised, partial, u, v, sigma, dW = (dNormalised - ⟨dNormalised, W / σ⟩ uᵀv) / σ. */
export const gradientProgram = written((shape: MatrixShape): Program => {
  const wgsl = /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> gradient: array<Columns>;
@group(0) @binding(1) var<storage, read> partial: array<f32>;
@group(0) @binding(2) var<storage, read> u: array<f32>;
@group(0) @binding(3) var<storage, read> v: array<Columns>;
@group(0) @binding(4) var<storage, read> sigma: array<f32>;
@group(0) @binding(5) var<storage, read_write> dw: array<Columns>;
${workgroupTotal('f32')}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  var sum = 0.0;
  for (var run = i32(local); run < ${runsOf(shape)}; run += ${WORKGROUP}) { sum += partial[run]; }
  let along = total(sum, local);
  for (var i = 0; i < ${RUN}; i++) {
    let at = (i32(group.x) * ${RUN} + i) * ${WORKGROUP} + i32(local);
    if (at < ROWS * VECTORS) { dw[at] = (gradient[at] - along * u[at / VECTORS] * v[at % VECTORS]) / sigma[0]; }
  }
}`
  return { label: 'spectral norm: gradient', wgsl, workgroups: [runsOf(shape), 1, 1] }
})
