// The WGSL of batch normalisation, two dispatches each way. A workgroup takes a few vectors of channels: the first program sums them over
// slices of the pixels, the second over a run of pixels, and before that adds up the slices for itself, always in the same order.
// Statistics are combined about each slice's own mean [Chan, Golub and LeVeque 1983, eq. 2.1], so that nothing cancels.
import { alignedLength } from '../../placement.ts'
import { type Activation, activationGradientWgsl, activationWgsl } from '../activation.ts'
import { memoize, openMain, type Program, WORKGROUP, workgroupsFor } from '../program.ts'
import { declareOpaqueZero, maxRun, targetInvocations, vectorType, vectorWidth } from '../tile.ts'
import { workgroupTotal } from '../workgroup.ts'

/** x [batch, pixels, channels]; scale and offset are [channels], or [batch, channels] where each picture has its own. */
export interface NormShape {
  readonly batch: number
  readonly pixels: number
  readonly channels: number
  readonly perPicture: boolean
}

const MAX_SLICES = 64 // apart from one for each image: every workgroup of the second program reads all of them
const COLUMNS = 4 // adjacent vectors that a workgroup takes, or more where there are many: 64 bytes, a cache line of a GPU

/**
 * How a reduction is divided. The pixels are in `parts`, each reduced by itself; a part is in `slices` of `length` pixels, the last of
 * which is shorter. A workgroup reduces `columns` vectors of channels in one slice, each with `lanes` invocations, so that a slice
 * takes `groups` workgroups.
 */
interface Layout {
  readonly parts: number
  readonly pixels: number
  readonly columns: number
  readonly lanes: number
  readonly groups: number
  readonly length: number
  readonly slices: number
}

const vectorsOf = ({ channels }: NormShape) => channels / vectorWidth(channels)

/** As many slices, or as narrow workgroups, as keep the device busy. */
function layoutOf(shape: NormShape, parts: number): Layout {
  const sums = parts * vectorsOf(shape)
  const enough = targetInvocations() / WORKGROUP
  let columns = 1
  while (columns < WORKGROUP && sums % (2 * columns) === 0 && (columns < COLUMNS || sums / columns > enough)) columns *= 2
  const [lanes, groups] = [WORKGROUP / columns, sums / columns]
  const pixels = (shape.batch * shape.pixels) / parts
  const length = Math.max(lanes, Math.ceil(pixels / Math.min(Math.ceil(MAX_SLICES / parts), Math.ceil(enough / groups))))
  return { parts, pixels, columns, lanes, groups, length, slices: Math.ceil(pixels / length) }
}

const statisticsLayout = (shape: NormShape) => layoutOf(shape, 1)
const gradientLayout = (shape: NormShape) => layoutOf(shape, shape.perPicture ? shape.batch : 1) // a scale of each image has a gradient of its own

/** Floats that the first program of each direction passes to the second. */
export const statisticsLength = (shape: NormShape) => 2 * shape.channels * statisticsLayout(shape).slices
export const gradientLength = (shape: NormShape) => 2 * shape.channels * gradientLayout(shape).slices * gradientLayout(shape).parts

/** Pixels that an invocation of the second program takes: as few as keep the device busy. */
const runOf = (shape: NormShape) => Math.min(maxRun(), Math.ceil((shape.batch * shape.pixels * vectorsOf(shape)) / targetInvocations()))
const runsOf = (shape: NormShape) => Math.ceil((shape.batch * shape.pixels) / (runOf(shape) * statisticsLayout(shape).lanes))

/** Opens a program with one workgroup for each group of columns in each of `count` slices or runs; `turn` is which slice or run. */
function opening({ columns, lanes, groups }: Layout, count: number, type: 'Channels' | 'Pair'): string {
  return /* wgsl */ `
const LANES = ${lanes};
${workgroupTotal(type, columns)}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) id: vec3<u32>, @builtin(num_workgroups) ids: vec3<u32>) {
  let number = i32(id.y * ids.x + id.x);
  if (number >= ${count * groups}) { return; }
  let turn = number / ${groups};
  let column = number % ${groups} * ${columns} + i32(local) % ${columns};
  let vector = column % VECTORS;
  let lane = i32(local) / ${columns};
  ${declareOpaqueZero('ids')}`
}
const workgroupsOf = ({ groups }: Layout, count: number) => workgroupsFor(count * groups * WORKGROUP)

/** Constants of every program. Mean and variance share a binding, and so do the gradients of scale and offset. */
function constants(shape: NormShape): string {
  const width = vectorWidth(shape.channels)
  return /* wgsl */ `
alias Channels = ${vectorType(width)};
alias Pair = ${width === 4 ? 'mat2x4<f32>' : 'vec2<f32>'}; // two Channels
const PIXELS = ${shape.pixels}; const ALL_PIXELS = ${shape.batch * shape.pixels}; const VECTORS = ${vectorsOf(shape)};
const VARIANCE = ${alignedLength(shape.channels) / width}; const D_OFFSET = ${alignedLength(shape.channels * (shape.perPicture ? shape.batch : 1)) / width};`
}

/** Declares the pixels of one slice, `first` to before `end`, and `to`, the index of its results. */
function slice({ slices, pixels, length }: Layout): string {
  return /* wgsl */ `
  let part = column / VECTORS;
  let first = part * ${pixels} + turn * ${length};
  let end = min(first + ${length}, (part + 1) * ${pixels});
  let to = 2 * (part * ${slices} + turn) * VECTORS + vector;`
}

/** WGSL: `body` for each pixel of a run, with `at`, the index of its vector, and `own`, the index of its scale. */
function run(shape: NormShape, body: string): string {
  return /* wgsl */ `
  for (var i = 0; i < ${runOf(shape)} + opaqueZero; i++) {
    let pixel = (turn * ${runOf(shape)} + i) * LANES + lane;
    if (pixel < ALL_PIXELS) {
      let at = pixel * VECTORS + vector;
      let own = ${shape.perPicture ? 'pixel / PIXELS * VECTORS + vector' : 'vector'};
      ${body}
    }
  }`
}

/** Binds x and partial [slices, 2, channels]: mean and sum of squared differences from it. */
export const statisticsProgram = memoize((shape: NormShape): Program => {
  const layout = statisticsLayout(shape)
  const wgsl = /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> x: array<Channels>;
@group(0) @binding(1) var<storage, read_write> partial: array<Channels>;
${opening(layout, layout.slices, 'Channels')}
${slice(layout)}
  var sum = Channels();
  for (var pixel = first + lane; pixel < end; pixel += LANES) { sum += x[pixel * VECTORS + vector]; }
  let mean = total(sum, local, opaqueZero) / f32(end - first);
  var squares = Channels();
  for (var pixel = first + lane; pixel < end; pixel += LANES) {
    let gap = x[pixel * VECTORS + vector] - mean;
    squares += gap * gap;
  }
  let allSquares = total(squares, local, opaqueZero);
  if (lane == 0) {
    partial[to] = mean;
    partial[to + VECTORS] = allSquares;
  }
}`
  return { label: 'batch norm: statistics', wgsl, workgroups: workgroupsOf(layout, layout.slices) }
})

/** Binds x, partial, scale, offset, mean and variance [channels], y. */
export const normaliseProgram = memoize((shape: NormShape, epsilon: number, activation: Activation): Program => {
  const layout = statisticsLayout(shape)
  const { slices, length } = layout
  const wgsl = /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> x: array<Channels>;
@group(0) @binding(1) var<storage, read> partial: array<Channels>;
@group(0) @binding(2) var<storage, read> scales: array<Channels>;
@group(0) @binding(3) var<storage, read> offsets: array<Channels>;
@group(0) @binding(4) var<storage, read_write> statistics: array<Channels>;
@group(0) @binding(5) var<storage, read_write> y: array<Channels>;
${opening(layout, runsOf(shape), 'Channels')}
  var sum = Channels();
  for (var i = lane; i < ${slices} + opaqueZero; i += LANES) { sum += f32(min(${length}, ALL_PIXELS - i * ${length})) * partial[2 * i * VECTORS + vector]; }
  let mean = total(sum, local, opaqueZero) / f32(ALL_PIXELS);
  var squares = Channels();
  for (var i = lane; i < ${slices} + opaqueZero; i += LANES) {
    let gap = partial[2 * i * VECTORS + vector] - mean;
    squares += partial[(2 * i + 1) * VECTORS + vector] + f32(min(${length}, ALL_PIXELS - i * ${length})) * gap * gap;
  }
  let variance = total(squares, local, opaqueZero) / f32(ALL_PIXELS);
  if (turn == 0 && lane == 0) {
    statistics[vector] = mean;
    statistics[VARIANCE + vector] = variance;
  }
  let factor = inverseSqrt(variance + ${epsilon});
${run(shape, output(shape, activation))}
}`
  return { label: 'batch norm: normalise', wgsl, workgroups: workgroupsOf(layout, runsOf(shape)) }
})

/** Binds x, mean, variance, scale, offset, y. */
export const applyProgram = memoize((shape: NormShape, epsilon: number, activation: Activation): Program => {
  const vectors = shape.batch * shape.pixels * vectorsOf(shape)
  const wgsl = /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> x: array<Channels>;
@group(0) @binding(1) var<storage, read> means: array<Channels>;
@group(0) @binding(2) var<storage, read> variances: array<Channels>;
@group(0) @binding(3) var<storage, read> scales: array<Channels>;
@group(0) @binding(4) var<storage, read> offsets: array<Channels>;
@group(0) @binding(5) var<storage, read_write> y: array<Channels>;
${openMain()}
  if (index >= ${vectors}) { return; }
  let at = index;
  let vector = index % VECTORS;
  let own = ${shape.perPicture ? 'index / VECTORS / PIXELS * VECTORS + vector' : 'vector'};
  let mean = means[vector];
  let factor = inverseSqrt(variances[vector] + ${epsilon});
  ${output(shape, activation)}
}`
  return { label: 'batch norm: apply', wgsl, workgroups: workgroupsFor(vectors) }
})

function output({ channels }: NormShape, activation: Activation): string {
  return /* wgsl */ `
      let value = (x[at] - mean) * factor * scales[own] + offsets[own];
      y[at] = ${activationWgsl(activation, 'value', vectorType(vectorWidth(channels)))};`
}

/** Binds dy, y, x, mean and variance, partial [parts, slices, 2, channels]: sums of the gradient, alone and times the normalised x. */
export const gradientSumsProgram = memoize((shape: NormShape, epsilon: number, activation: Activation): Program => {
  const layout = gradientLayout(shape)
  const wgsl = /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> dy: array<Channels>;
@group(0) @binding(1) var<storage, read> y: array<Channels>;
@group(0) @binding(2) var<storage, read> x: array<Channels>;
@group(0) @binding(3) var<storage, read> statistics: array<Channels>;
@group(0) @binding(4) var<storage, read_write> partial: array<Channels>;
${opening(layout, layout.slices, 'Pair')}
${useOutput(activation)}
${slice(layout)}
  let mean = statistics[vector];
  var sum = Channels();
  var product = Channels();
  for (var pixel = first + lane; pixel < end; pixel += LANES) {
    let at = pixel * VECTORS + vector;
    let gradient = ${gradientBefore(shape, activation)};
    sum += gradient;
    product += gradient * (x[at] - mean);
  }
  let all = total(Pair(sum, product), local, opaqueZero);
  if (lane == 0) {
    partial[to] = all[0];
    partial[to + VECTORS] = all[1] * inverseSqrt(statistics[VARIANCE + vector] + ${epsilon});
  }
}`
  return { label: 'batch norm: gradient sums', wgsl, workgroups: workgroupsOf(layout, layout.slices) }
})

/** Binds dy, y, x, mean and variance, scale, partial, dScale and dOffset (shaped as scale), dx. */
export const gradientProgram = memoize((shape: NormShape, epsilon: number, activation: Activation): Program => {
  const layout = statisticsLayout(shape)
  const wgsl = /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> dy: array<Channels>;
@group(0) @binding(1) var<storage, read> y: array<Channels>;
@group(0) @binding(2) var<storage, read> x: array<Channels>;
@group(0) @binding(3) var<storage, read> statistics: array<Channels>;
@group(0) @binding(4) var<storage, read> scales: array<Channels>;
@group(0) @binding(5) var<storage, read> partial: array<Channels>;
@group(0) @binding(6) var<storage, read_write> dModulation: array<Channels>;
@group(0) @binding(7) var<storage, read_write> dx: array<Channels>;
${opening(layout, runsOf(shape), 'Pair')}
${useOutput(activation)}
${shape.perPicture ? gradientOfEach(gradientLayout(shape)) : gradientOfAll(gradientLayout(shape))}
  let mean = statistics[vector];
  let factor = inverseSqrt(statistics[VARIANCE + vector] + ${epsilon});
${run(
  shape,
  /* wgsl */ `
      let gradient = ${gradientBefore(shape, activation)} * scales[own];
      dx[at] = factor * (gradient - meanGradient - (x[at] - mean) * factor * meanProduct);`,
)}
}`
  return { label: 'batch norm: gradient', wgsl, workgroups: workgroupsOf(layout, runsOf(shape)) }
})

/** Means of the gradient of the normalised x, and of it times the normalised x; and the gradient of one scale and offset for all images. */
function gradientOfAll({ slices }: Layout): string {
  return /* wgsl */ `
  var sums = Pair();
  for (var i = lane; i < ${slices} + opaqueZero; i += LANES) { sums += Pair(partial[2 * i * VECTORS + vector], partial[(2 * i + 1) * VECTORS + vector]); }
  let all = total(sums, local, opaqueZero);
  let meanGradient = all[0] * scales[vector] / f32(ALL_PIXELS);
  let meanProduct = all[1] * scales[vector] / f32(ALL_PIXELS);
  if (turn == 0 && lane == 0) {
    dModulation[vector] = all[1];
    dModulation[D_OFFSET + vector] = all[0];
  }`
}

/** The same where each image has its own scale and offset. */
function gradientOfEach({ parts, slices }: Layout): string {
  return /* wgsl */ `
  var sums = Pair();
  for (var picture = lane; picture < ${parts}; picture += LANES) {
    var mine = Pair();
    for (var i = picture * ${slices}; i < (picture + 1) * ${slices} + opaqueZero; i++) {
      mine += Pair(partial[2 * i * VECTORS + vector], partial[(2 * i + 1) * VECTORS + vector]);
    }
    let own = picture * VECTORS + vector;
    sums += Pair(mine[0] * scales[own], mine[1] * scales[own]);
    if (turn == 0) {
      dModulation[own] = mine[1];
      dModulation[D_OFFSET + own] = mine[0];
    }
  }
  let all = total(sums, local, opaqueZero);
  let meanGradient = all[0] / f32(ALL_PIXELS);
  let meanProduct = all[1] / f32(ALL_PIXELS);`
}

/** Without an activation y is not read, and a pipeline has no place for a tensor that its program never names. */
function useOutput(activation: Activation): string {
  return activation.kind === 'linear' ? '  _ = &y;' : ''
}

function gradientBefore({ channels }: NormShape, activation: Activation): string {
  return activationGradientWgsl(activation, 'dy[at]', 'y[at]', vectorType(vectorWidth(channels)))
}
