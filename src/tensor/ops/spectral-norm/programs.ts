// The WGSL of spectral normalisation of all the matrices W [rows, columns] of a network at once. Three dispatches: slices of uW; v from
// them and Wv; σ = |Wv|, the new u and W / σ. Every workgroup works on one matrix; workgroups that need the length of a vector each
// compute it, always in the same order. Rows are read as quads, four columns at a time.
import { offsetsOf } from '../../placement.ts'
import { type BufferWidths, multiBufferRead } from '../multi-buffer.ts'
import { memoize, type Program, WORKGROUP } from '../program.ts'
import { declareOpaqueZero, targetInvocations } from '../tile.ts'
import { workgroupTotal } from '../workgroup.ts'
import { type MatrixShape, type PlacedMatrix, placedMatrices } from './matrices.ts'

export const EPSILON = 1e-12

/** Most slices of rows: every workgroup of the second program reads all of them. */
const MAX_SLICES = 16
/** Quads of W that an invocation of the elementwise programs takes. */
const RUN = 16
/** Most quads of a row: every workgroup of the second program keeps v in its memory. */
const MAX_QUADS = 512

export interface Matrices {
  readonly shapes: readonly MatrixShape[]
  /** Where each begins, in floats from the first. Tensors that are made from them are allocated contiguously. */
  readonly weights: readonly number[]
}

const quadsOf = ({ columns }: MatrixShape) => Math.ceil(columns / 4)
const slicesOf = (shape: MatrixShape) => Math.min(shape.rows, MAX_SLICES, Math.ceil(targetInvocations() / quadsOf(shape)))
const runsOf = ({ rows, columns }: MatrixShape) => Math.ceil(Math.ceil((rows * columns) / 4) / (RUN * WORKGROUP))

/** The sums of the counts before each, and at last of all. */
function startsOf(counts: readonly number[]): number[] {
  const starts = [0]
  for (const count of counts) starts.push((starts.at(-1) as number) + count)
  return starts
}

/** Floats of the tensors that a call makes besides W / σ; each holds the values of all matrices. */
export function lengthsOf({ shapes }: Matrices): Record<'partial' | 'u' | 'v' | 'runs', number> {
  return {
    partial: 4 * (startsOf(shapes.map((shape) => slicesOf(shape) * quadsOf(shape))).at(-1) as number),
    u: offsetsOf(shapes.map(({ rows }) => rows)).at(-1) as number,
    v: 4 * (startsOf(shapes.map(quadsOf)).at(-1) as number),
    runs: startsOf(shapes.map(runsOf)).at(-1) as number,
  }
}

/**
 * WGSL `matrixOf(group)`: the matrix a workgroup works on, and the offsets of its data: `w`, `normalised`, `v` and `partial` in quads, `u`
 * in floats, `group` and `runs` in workgroups.
 * @param groups workgroups of each matrix
 */
function table({ shapes, weights }: Matrices, groups: readonly number[]): string {
  const starts = startsOf(groups)
  const normalised = offsetsOf(shapes.map(({ rows, columns }) => rows * columns))
  const placed = placedMatrices(shapes)
  const partial = startsOf(shapes.map((shape) => slicesOf(shape) * quadsOf(shape)))
  const runs = startsOf(shapes.map(runsOf))
  const matrices = shapes.map((shape, i) => {
    const at = [i, starts[i], shape.rows, shape.columns, (weights[i] as number) / 4, (normalised[i] as number) / 4]
    const { uAt, vAt } = placed[i] as PlacedMatrix
    return `Matrix(${[...at, uAt, vAt / 4, partial[i], slicesOf(shape), runs[i], runsOf(shape)].join(', ')})`
  })
  return /* wgsl */ `
struct Matrix {
  index: i32, group: i32, rows: i32, columns: i32, w: i32, normalised: i32,
  u: i32, v: i32, partial: i32, slices: i32, run: i32, runs: i32,
}
fn matrixOf(group: i32) -> Matrix {
  ${matrices
    .slice(0, -1)
    .map((matrix, i) => `if (group < ${starts[i + 1]}) { return ${matrix}; }`)
    .join('\n  ')}
  return ${matrices.at(-1)};
}
fn quads(matrix: Matrix) -> i32 { return (matrix.columns + 3) / 4; }`
}

/** WGSL `rowQuad(matrix, row, quad)`: four columns of W, zeros beyond the last. */
const ROW_QUAD = /* wgsl */ `
fn rowQuad(matrix: Matrix, row: i32, quad: i32) -> vec4<f32> {
  let first = row * matrix.columns + 4 * quad;
  if (matrix.columns % 4 == 0) { return w[matrix.w + first / 4]; }
  var four = vec4<f32>();
  for (var i = 0; i < min(4, matrix.columns - 4 * quad); i++) { four[i] = w[matrix.w + (first + i) / 4][(first + i) % 4]; }
  return four;
}`

/** Opens `main` for a workgroup of one matrix. */
const openMatrixMain = () => /* wgsl */ `
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) id: vec3<u32>, @builtin(num_workgroups) ids: vec3<u32>) {
  ${declareOpaqueZero('ids')}
  let matrix = matrixOf(i32(id.x));
  let group = i32(id.x) - matrix.group;`

const groupsOfAll = (groups: readonly number[]): Program['workgroups'] => [startsOf(groups).at(-1) as number, 1, 1]

/** Binds weights, the vectors u, partial: uW of every matrix in slices of rows. */
export const leftProductProgram = memoize((matrices: Matrices): Program => {
  const groups = matrices.shapes.map((shape) => Math.ceil((slicesOf(shape) * quadsOf(shape)) / WORKGROUP))
  const wgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read> w: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> u: array<f32>;
@group(0) @binding(2) var<storage, read_write> partial: array<vec4<f32>>;
${table(matrices, groups)}
${ROW_QUAD}
${openMatrixMain()}
  let index = group * ${WORKGROUP} + i32(local);
  let width = quads(matrix);
  if (index >= matrix.slices * width) { return; }
  var sum = vec4<f32>();
  for (var row = index / width; row < matrix.rows; row += matrix.slices) { sum += u[matrix.u + row] * rowQuad(matrix, row, index % width); }
  partial[matrix.partial + index] = sum;
}`
  return { label: 'spectral norm: uW', wgsl, workgroups: groupsOfAll(groups) }
})

/** Binds weights, partial, v, product = Wv. @throws Error where a row is too long */
export const rightProductProgram = memoize((matrices: Matrices): Program => {
  const wide = matrices.shapes.find((shape) => quadsOf(shape) > MAX_QUADS)
  if (wide) throw new Error(`a matrix of ${wide.columns} columns is too wide for spectral normalisation`)
  const groups = matrices.shapes.map(({ rows }) => Math.ceil(rows / WORKGROUP))
  const wgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read> w: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> partial: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> v: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> product: array<f32>;
${table(matrices, groups)}
${ROW_QUAD}
${workgroupTotal('f32')}
var<workgroup> unit: array<vec4<f32>, ${Math.max(...matrices.shapes.map(quadsOf))}>;
${openMatrixMain()}
  let width = quads(matrix);
  var squares = 0.0;
  for (var i = i32(local); i < width; i += ${WORKGROUP}) {
    var sum = vec4<f32>();
    for (var slice = 0; slice < matrix.slices; slice++) { sum += partial[matrix.partial + slice * width + i]; }
    unit[i] = sum;
    squares += dot(sum, sum);
  }
  let length = max(sqrt(total(squares, local, opaqueZero)), ${EPSILON});
  for (var i = i32(local); i < width; i += ${WORKGROUP}) {
    unit[i] /= length;
    if (group == 0) { v[matrix.v + i] = unit[i]; }
  }
  workgroupBarrier();
  let row = group * ${WORKGROUP} + i32(local);
  if (row >= matrix.rows) { return; }
  var sum = vec4<f32>();
  for (var i = 0; i < width; i++) { sum += rowQuad(matrix, row, i) * unit[i]; }
  product[matrix.u + row] = dot(sum, vec4<f32>(1.0));
}`
  return { label: 'spectral norm: Wv', wgsl, workgroups: groupsOfAll(groups) }
})

/** Binds weights, product, normalised, u, sigma and, where they are updated, the persistent vectors. */
export const divideProgram = memoize((matrices: Matrices, advance: boolean): Program => {
  const groups = matrices.shapes.map(runsOf)
  const wgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read> w: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> product: array<f32>;
@group(0) @binding(2) var<storage, read_write> normalised: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> u: array<f32>;
@group(0) @binding(4) var<storage, read_write> sigma: array<f32>;
${advance ? '@group(0) @binding(5) var<storage, read_write> kept: array<f32>;' : ''}
${table(matrices, groups)}
${workgroupTotal('f32')}
${openMatrixMain()}
  var squares = 0.0;
  for (var row = i32(local); row < matrix.rows; row += ${WORKGROUP}) { squares += product[matrix.u + row] * product[matrix.u + row]; }
  let square = total(squares, local, opaqueZero);
  let length = max(sqrt(square), ${EPSILON});
  let largest = square / length; // σ = u W vᵀ with u = Wv / |Wv|
  if (group == 0) {
    for (var at = matrix.u + i32(local); at < matrix.u + matrix.rows; at += ${WORKGROUP}) {
      u[at] = product[at] / length;
      ${advance ? 'kept[at] = product[at] / length;' : ''}
    }
    if (local == 0u) { sigma[matrix.index] = largest; }
  }
  for (var i = 0; i < ${RUN} + opaqueZero; i++) {
    let at = (group * ${RUN} + i) * ${WORKGROUP} + i32(local);
    if (4 * at < matrix.rows * matrix.columns) { normalised[matrix.normalised + at] = w[matrix.w + at] / largest; }
  }
}`
  return { label: 'spectral norm: W / σ', wgsl, workgroups: groupsOfAll(groups) }
})

/**
 * Binds normalised, dw, partial, then the gradients of W / σ of some matrices as a multi-buffer input. Copies them into dw, and sums their
 * products with W / σ over each run.
 * @param matrices all of them; normalised and dw are bound from matrix `from` on
 */
export const gatherProgram = memoize((matrices: Matrices, from: number, widths: BufferWidths): Program => {
  const groups = matrices.shapes.map((shape, i) => (i >= from && i < from + widths.length ? runsOf(shape) : 0))
  const first = (offsetsOf(matrices.shapes.map(({ rows, columns }) => rows * columns))[from] as number) / 4
  const wgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read> normalised: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> dw: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> partial: array<f32>;
${multiBufferRead(widths, 3)}
${table(matrices, groups)}
${workgroupTotal('f32')}
${openMatrixMain()}
  var sum = vec4<f32>();
  for (var i = 0; i < ${RUN} + opaqueZero; i++) {
    let at = (group * ${RUN} + i) * ${WORKGROUP} + i32(local);
    if (4 * at < matrix.rows * matrix.columns) {
      let place = matrix.normalised - ${first} + at;
      let gradient = readInputs(place);
      dw[place] = gradient;
      sum += gradient * normalised[place];
    }
  }
  let all = total(dot(sum, vec4<f32>(1.0)), local, opaqueZero);
  if (local == 0u) { partial[matrix.run + group] = all; }
}`
  return { label: 'spectral norm: gradient sums', wgsl, workgroups: groupsOfAll(groups) }
})

/** Binds partial, u, v, sigma and dw: there dNormalised becomes dW = (dNormalised - ⟨dNormalised, W / σ⟩ uᵀv) / σ. */
export const gradientProgram = memoize((matrices: Matrices): Program => {
  const groups = matrices.shapes.map(runsOf)
  const wgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read> partial: array<f32>;
@group(0) @binding(1) var<storage, read> u: array<f32>;
@group(0) @binding(2) var<storage, read> v: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> sigma: array<f32>;
@group(0) @binding(4) var<storage, read_write> dw: array<vec4<f32>>;
${table(matrices, groups)}
${workgroupTotal('f32')}
fn outer(matrix: Matrix, quad: i32) -> vec4<f32> {
  let row = 4 * quad / matrix.columns;
  let column = 4 * quad % matrix.columns;
  if (matrix.columns % 4 == 0) { return u[matrix.u + row] * v[matrix.v + column / 4]; }
  var four = vec4<f32>();
  for (var i = 0; i < 4; i++) {
    let at = min(4 * quad + i, matrix.rows * matrix.columns - 1);
    let place = at % matrix.columns;
    four[i] = u[matrix.u + at / matrix.columns] * v[matrix.v + place / 4][place % 4];
  }
  return four;
}
${openMatrixMain()}
  var sum = 0.0;
  for (var run = i32(local); run < matrix.runs; run += ${WORKGROUP}) { sum += partial[matrix.run + run]; }
  let along = total(sum, local, opaqueZero);
  for (var i = 0; i < ${RUN} + opaqueZero; i++) {
    let at = (group * ${RUN} + i) * ${WORKGROUP} + i32(local);
    if (4 * at < matrix.rows * matrix.columns) {
      let place = matrix.normalised + at;
      dw[place] = (dw[place] - along * outer(matrix, at)) / sigma[matrix.index];
    }
  }
}`
  return { label: 'spectral norm: gradient', wgsl, workgroups: groupsOfAll(groups) }
})
