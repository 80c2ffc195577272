// The WGSL of spectral normalisation of one matrix W [rows, columns]. Three dispatches: slices of uW; v from them and Wv; σ = |Wv|, the
// new u and W / σ. Each workgroup that needs a vector's length adds it up for itself, always in the same order.
import { MAIN, type Program, WORKGROUP, workgroupsFor, written } from '../program.ts'
import { busy, vectorType, vectorWidth } from '../tile.ts'
import { workgroupTotal } from '../workgroup.ts'

/** A program but for its size. */
type Source = Omit<Program, 'workgroups'>

export interface MatrixShape {
  readonly rows: number
  readonly columns: number
}

export const EPSILON = 1e-12

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

/** Most vectors of columns: they are held by every workgroup of the second program. */
const MOST_VECTORS = 512

/** The same source serves matrices of every size: what is not told here is told from the tensors' lengths. */
function columnsType(width: 1 | 4): string {
  return `alias Columns = ${vectorType(width)};`
}

/** The sum of a vector's components. */
function across(name: string, width: 1 | 4): string {
  return width === 4 ? `dot(${name}, vec4<f32>(1.0))` : name
}

/** Binds w, u, partial [slices, columns]: uW in slices of rows. */
export function leftProductProgram(shape: MatrixShape): Program {
  const width = vectorWidth(shape.columns)
  return { ...leftProduct(width), workgroups: workgroupsFor((slicesOf(shape) * shape.columns) / width) }
}

const leftProduct = written((width: 1 | 4): Source => {
  const wgsl = /* wgsl */ `
${columnsType(width)}
@group(0) @binding(0) var<storage, read> w: array<Columns>;
@group(0) @binding(1) var<storage, read> u: array<f32>;
@group(0) @binding(2) var<storage, read_write> partial: array<Columns>;
${MAIN}
  if (index >= i32(arrayLength(&partial))) { return; }
  let rows = i32(arrayLength(&u));
  let vectors = i32(arrayLength(&w)) / rows;
  let slices = i32(arrayLength(&partial)) / vectors;
  var sum = Columns();
  for (var row = index / vectors; row < rows; row += slices) { sum += u[row] * w[row * vectors + index % vectors]; }
  partial[index] = sum;
}`
  return { label: 'spectral norm: uW', wgsl }
})

/** Binds w, partial, v [columns], product [rows] = Wv. @throws Error where a row is too long */
export function rightProductProgram({ rows, columns }: MatrixShape): Program {
  const width = vectorWidth(columns)
  if (columns / width > MOST_VECTORS) throw new Error(`a matrix of ${columns} columns is too wide for spectral normalisation`)
  return { ...rightProduct(width), workgroups: [Math.ceil(rows / WORKGROUP), 1, 1] }
}

const rightProduct = written((width: 1 | 4): Source => {
  const wgsl = /* wgsl */ `
${columnsType(width)}
@group(0) @binding(0) var<storage, read> w: array<Columns>;
@group(0) @binding(1) var<storage, read> partial: array<Columns>;
@group(0) @binding(2) var<storage, read_write> v: array<Columns>;
@group(0) @binding(3) var<storage, read_write> product: array<f32>;
${workgroupTotal('f32')}
var<workgroup> unit: array<Columns, ${MOST_VECTORS}>;
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let vectors = i32(arrayLength(&v));
  var squares = 0.0;
  for (var i = i32(local); i < vectors; i += ${WORKGROUP}) {
    var sum = Columns();
    for (var at = i; at < i32(arrayLength(&partial)); at += vectors) { sum += partial[at]; }
    unit[i] = sum;
    squares += ${across('(sum * sum)', width)};
  }
  let length = max(sqrt(total(squares, local)), ${EPSILON});
  for (var i = i32(local); i < vectors; i += ${WORKGROUP}) {
    unit[i] /= length;
    if (group.x == 0u) { v[i] = unit[i]; }
  }
  workgroupBarrier();
  let row = i32(group.x * ${WORKGROUP}u + local);
  if (row >= i32(arrayLength(&product))) { return; }
  var sum = Columns();
  for (var i = 0; i < vectors; i++) { sum += w[row * vectors + i] * unit[i]; }
  product[row] = ${across('sum', width)};
}`
  return { label: 'spectral norm: Wv', wgsl }
})

/** Binds w, product, normalised, u [rows], sigma [1], and, where the kept u moves on, that. */
export function divideProgram(shape: MatrixShape, advance: boolean): Program {
  return { ...divide(vectorWidth(shape.columns), advance), workgroups: [runsOf(shape), 1, 1] }
}

const divide = written((width: 1 | 4, advance: boolean): Source => {
  const wgsl = /* wgsl */ `
${columnsType(width)}
@group(0) @binding(0) var<storage, read> w: array<Columns>;
@group(0) @binding(1) var<storage, read> product: array<f32>;
@group(0) @binding(2) var<storage, read_write> normalised: array<Columns>;
@group(0) @binding(3) var<storage, read_write> u: array<f32>;
@group(0) @binding(4) var<storage, read_write> sigma: array<f32>;
${advance ? '@group(0) @binding(5) var<storage, read_write> kept: array<f32>;' : ''}
${workgroupTotal('f32')}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let rows = i32(arrayLength(&product));
  var squares = 0.0;
  for (var row = i32(local); row < rows; row += ${WORKGROUP}) { squares += product[row] * product[row]; }
  let square = total(squares, local);
  let length = max(sqrt(square), ${EPSILON});
  let largest = square / length; // σ = u W vᵀ with u = Wv / |Wv|
  if (group.x == 0u) {
    for (var row = i32(local); row < rows; row += ${WORKGROUP}) {
      u[row] = product[row] / length;
      ${advance ? 'kept[row] = product[row] / length;' : ''}
    }
    if (local == 0u) { sigma[0] = largest; }
  }
  for (var i = 0; i < ${RUN}; i++) {
    let at = (i32(group.x) * ${RUN} + i) * ${WORKGROUP} + i32(local);
    if (at < i32(arrayLength(&normalised))) { normalised[at] = w[at] / largest; }
  }
}`
  return { label: 'spectral norm: W / σ', wgsl }
})

/** Binds dNormalised, normalised, partial [runs]: the sum of their products. */
export function gradientSumsProgram(shape: MatrixShape): Program {
  return { ...gradientSums(vectorWidth(shape.columns)), workgroups: [runsOf(shape), 1, 1] }
}

const gradientSums = written((width: 1 | 4): Source => {
  const wgsl = /* wgsl */ `
${columnsType(width)}
@group(0) @binding(0) var<storage, read> gradient: array<Columns>;
@group(0) @binding(1) var<storage, read> normalised: array<Columns>;
@group(0) @binding(2) var<storage, read_write> partial: array<f32>;
${workgroupTotal('f32')}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  var sum = Columns();
  for (var i = 0; i < ${RUN}; i++) {
    let at = (i32(group.x) * ${RUN} + i) * ${WORKGROUP} + i32(local);
    if (at < i32(arrayLength(&normalised))) { sum += gradient[at] * normalised[at]; }
  }
  let all = total(${across('sum', width)}, local);
  if (local == 0u) { partial[group.x] = all; }
}`
  return { label: 'spectral norm: gradient sums', wgsl }
})

/** Binds dNormalised, partial, u, v, sigma, dW = (dNormalised - ⟨dNormalised, W / σ⟩ uᵀv) / σ. */
export function gradientProgram(shape: MatrixShape): Program {
  return { ...gradient(vectorWidth(shape.columns)), workgroups: [runsOf(shape), 1, 1] }
}

const gradient = written((width: 1 | 4): Source => {
  const wgsl = /* wgsl */ `
${columnsType(width)}
@group(0) @binding(0) var<storage, read> gradient: array<Columns>;
@group(0) @binding(1) var<storage, read> partial: array<f32>;
@group(0) @binding(2) var<storage, read> u: array<f32>;
@group(0) @binding(3) var<storage, read> v: array<Columns>;
@group(0) @binding(4) var<storage, read> sigma: array<f32>;
@group(0) @binding(5) var<storage, read_write> dw: array<Columns>;
${workgroupTotal('f32')}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let vectors = i32(arrayLength(&v));
  var sum = 0.0;
  for (var run = i32(local); run < i32(arrayLength(&partial)); run += ${WORKGROUP}) { sum += partial[run]; }
  let along = total(sum, local);
  for (var i = 0; i < ${RUN}; i++) {
    let at = (i32(group.x) * ${RUN} + i) * ${WORKGROUP} + i32(local);
    if (at < i32(arrayLength(&dw))) { dw[at] = (gradient[at] - along * u[at / vectors] * v[at % vectors]) / sigma[0]; }
  }
}`
  return { label: 'spectral norm: gradient', wgsl }
})
