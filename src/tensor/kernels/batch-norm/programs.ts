// The WGSL of batch normalisation, two dispatches each way. A workgroup takes a few vectors of channels: the first program sums them over
// slices of the pixels, the second over a run of pixels, and before that adds up the slices for itself, always in the same order.
// Statistics are combined about each slice's own mean [Chan, Golub and LeVeque 1983, eq. 2.1], so that nothing cancels.
import { padded } from '../../placement.ts'
import { type Activation, activationGradientWgsl, activationWgsl } from '../activation.ts'
import { MAIN, type Program, WORKGROUP, workgroupsFor, written } from '../program.ts'
import { busy, vectorType, vectorWidth } from '../tile.ts'
import { workgroupTotal } from '../workgroup.ts'

/** x [batch, pixels, channels]; scale and offset are [channels], or [batch, channels] where each picture has its own. */
export interface NormShape {
  readonly batch: number
  readonly pixels: number
  readonly channels: number
  readonly perPicture: boolean
}

/** Most slices, but for one a picture: every workgroup of the second program reads all of them. */
const MOST_SLICES = 64
/** Vectors of channels a workgroup takes: 64 bytes side by side, which a GPU reads at once. */
const MOST_COLUMNS = 4
/** Most pixels that an invocation of the second program takes. */
const MOST_RUN = 8

/** How a workgroup is laid out: `columns` vectors of channels, each by `lanes` invocations; `groups` of it cover the channels. */
function layoutOf({ channels }: NormShape) {
  const vectors = channels / vectorWidth(channels)
  let columns = MOST_COLUMNS
  while (vectors % columns !== 0) columns /= 2
  return { vectors, columns, lanes: WORKGROUP / columns, groups: vectors / columns }
}

/** Where sums are taken apart: `slices` of `length` pixels, the last of them shorter, in each of the `parts` of all pixels. */
interface Slices {
  readonly parts: number
  readonly pixels: number
  readonly length: number
  readonly slices: number
}

/** Enough slices to keep the device busy. */
function slicesOf(shape: NormShape, parts: number): Slices {
  const { lanes, groups } = layoutOf(shape)
  const pixels = (shape.batch * shape.pixels) / parts
  const wanted = Math.min(MOST_SLICES, Math.ceil(busy() / (WORKGROUP * groups)))
  const length = Math.max(lanes, Math.ceil(pixels / Math.ceil(wanted / parts)))
  return { parts, pixels, length, slices: Math.ceil(pixels / length) }
}

const statisticsSlices = (shape: NormShape) => slicesOf(shape, 1)
/** Where each picture has its own scale, its gradient needs sums of its own. */
const gradientSlices = (shape: NormShape) => slicesOf(shape, shape.perPicture ? shape.batch : 1)

/** Floats that the first program of each way leaves to the second. */
export const statisticsLength = (shape: NormShape) => 2 * shape.channels * statisticsSlices(shape).slices
export const gradientLength = (shape: NormShape) => 2 * shape.channels * gradientSlices(shape).slices * gradientSlices(shape).parts

/** Pixels that an invocation of the second program takes: as few as keep the device busy. */
function runOf(shape: NormShape): number {
  return Math.min(MOST_RUN, Math.ceil((shape.batch * shape.pixels * layoutOf(shape).vectors) / busy()))
}

/** Opens a program of workgroups: for each of `count` slices or runs (`part`) one for each group of channels. */
function opening(shape: NormShape, count: number): string {
  const { columns, groups } = layoutOf(shape)
  return /* wgsl */ `
${workgroupTotal('Channels', columns)}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) id: vec3<u32>, @builtin(num_workgroups) ids: vec3<u32>) {
  let number = i32(id.y * ids.x + id.x);
  if (number >= ${count * groups}) { return; }
  let part = number / ${groups};
  let vector = number % ${groups} * ${columns} + i32(local) % ${columns};
  let lane = i32(local) / ${columns};`
}

const workgroupsOf = (shape: NormShape, count: number) => workgroupsFor(count * layoutOf(shape).groups * WORKGROUP)

/** Names for every program. Mean and variance lie side by side in one binding, and so do the gradients of scale and offset. */
function constants(shape: NormShape): string {
  const width = vectorWidth(shape.channels)
  const { vectors, lanes } = layoutOf(shape)
  return /* wgsl */ `
alias Channels = ${vectorType(width)};
const PIXELS = ${shape.pixels}; const ALL_PIXELS = ${shape.batch * shape.pixels}; const VECTORS = ${vectors}; const LANES = ${lanes};
const VARIANCE = ${padded(shape.channels) / width}; const D_OFFSET = ${padded(shape.channels * (shape.perPicture ? shape.batch : 1)) / width};`
}

/** Goes on with the pixels of one slice, from `first` to before `end`. */
function slice({ slices, pixels, length }: Slices): string {
  return /* wgsl */ `
  let first = part / ${slices} * ${pixels} + part % ${slices} * ${length};
  let end = min(first + ${length}, (part / ${slices} + 1) * ${pixels});`
}

/** WGSL: `body` for each pixel of a run, with `at`, where its vector lies, and `own`, where the scale for it does. */
function run(shape: NormShape, body: string): string {
  return /* wgsl */ `
  for (var i = 0; i < ${runOf(shape)}; i++) {
    let pixel = (part * ${runOf(shape)} + i) * LANES + lane;
    if (pixel < ALL_PIXELS) {
      let at = pixel * VECTORS + vector;
      let own = ${shape.perPicture ? 'pixel / PIXELS * VECTORS + vector' : 'vector'};
      ${body}
    }
  }`
}

const runsOf = (shape: NormShape) => Math.ceil((shape.batch * shape.pixels) / (runOf(shape) * layoutOf(shape).lanes))

/** Binds x and partial [slices, 2, channels]: mean and sum of squared differences from it. */
export const statisticsProgram = written((shape: NormShape): Program => {
  const slices = statisticsSlices(shape)
  const wgsl = /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> x: array<Channels>;
@group(0) @binding(1) var<storage, read_write> partial: array<Channels>;
${opening(shape, slices.slices)}
${slice(slices)}
  var sum = Channels();
  for (var pixel = first + lane; pixel < end; pixel += LANES) { sum += x[pixel * VECTORS + vector]; }
  let mean = total(sum, local) / f32(end - first);
  var squares = Channels();
  for (var pixel = first + lane; pixel < end; pixel += LANES) {
    let gap = x[pixel * VECTORS + vector] - mean;
    squares += gap * gap;
  }
  let allSquares = total(squares, local);
  if (lane == 0) {
    partial[2 * part * VECTORS + vector] = mean;
    partial[(2 * part + 1) * VECTORS + vector] = allSquares;
  }
}`
  return { label: 'batch norm: statistics', wgsl, workgroups: workgroupsOf(shape, slices.slices) }
})

/** Binds x, partial, scale, offset, mean and variance [channels], y. */
export const normaliseProgram = written((shape: NormShape, epsilon: number, activation: Activation): Program => {
  const { slices, length } = statisticsSlices(shape)
  const wgsl = /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> x: array<Channels>;
@group(0) @binding(1) var<storage, read> partial: array<Channels>;
@group(0) @binding(2) var<storage, read> scales: array<Channels>;
@group(0) @binding(3) var<storage, read> offsets: array<Channels>;
@group(0) @binding(4) var<storage, read_write> statistics: array<Channels>;
@group(0) @binding(5) var<storage, read_write> y: array<Channels>;
${opening(shape, runsOf(shape))}
  var sum = Channels();
  for (var i = lane; i < ${slices}; i += LANES) { sum += f32(min(${length}, ALL_PIXELS - i * ${length})) * partial[2 * i * VECTORS + vector]; }
  let mean = total(sum, local) / f32(ALL_PIXELS);
  var squares = Channels();
  for (var i = lane; i < ${slices}; i += LANES) {
    let gap = partial[2 * i * VECTORS + vector] - mean;
    squares += partial[(2 * i + 1) * VECTORS + vector] + f32(min(${length}, ALL_PIXELS - i * ${length})) * gap * gap;
  }
  let variance = total(squares, local) / f32(ALL_PIXELS);
  if (part == 0 && lane == 0) {
    statistics[vector] = mean;
    statistics[VARIANCE + vector] = variance;
  }
  let factor = inverseSqrt(variance + ${epsilon});
${run(shape, output(shape, activation))}
}`
  return { label: 'batch norm: normalise', wgsl, workgroups: workgroupsOf(shape, runsOf(shape)) }
})

/** Binds x, mean, variance, scale, offset, y. */
export const applyProgram = written((shape: NormShape, epsilon: number, activation: Activation): Program => {
  const vectors = shape.batch * shape.pixels * layoutOf(shape).vectors
  const wgsl = /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> x: array<Channels>;
@group(0) @binding(1) var<storage, read> means: array<Channels>;
@group(0) @binding(2) var<storage, read> variances: array<Channels>;
@group(0) @binding(3) var<storage, read> scales: array<Channels>;
@group(0) @binding(4) var<storage, read> offsets: array<Channels>;
@group(0) @binding(5) var<storage, read_write> y: array<Channels>;
${MAIN}
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
export const gradientSumsProgram = written((shape: NormShape, epsilon: number, activation: Activation): Program => {
  const slices = gradientSlices(shape)
  const wgsl = /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> dy: array<Channels>;
@group(0) @binding(1) var<storage, read> y: array<Channels>;
@group(0) @binding(2) var<storage, read> x: array<Channels>;
@group(0) @binding(3) var<storage, read> statistics: array<Channels>;
@group(0) @binding(4) var<storage, read_write> partial: array<Channels>;
${opening(shape, slices.parts * slices.slices)}
${slice(slices)}
  let mean = statistics[vector];
  var sum = Channels();
  var product = Channels();
  for (var pixel = first + lane; pixel < end; pixel += LANES) {
    let at = pixel * VECTORS + vector;
    let gradient = ${gradientBefore(shape, activation)};
    sum += gradient;
    product += gradient * (x[at] - mean);
  }
  let allSum = total(sum, local);
  let allProduct = total(product, local);
  if (lane == 0) {
    partial[2 * part * VECTORS + vector] = allSum;
    partial[(2 * part + 1) * VECTORS + vector] = allProduct * inverseSqrt(statistics[VARIANCE + vector] + ${epsilon});
  }
}`
  return { label: 'batch norm: gradient sums', wgsl, workgroups: workgroupsOf(shape, slices.parts * slices.slices) }
})

/** Binds dy, y, x, mean and variance, scale, partial, dScale and dOffset (shaped as scale), dx. */
export const gradientProgram = written((shape: NormShape, epsilon: number, activation: Activation): Program => {
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
${opening(shape, runsOf(shape))}
${shape.perPicture ? gradientOfEach(gradientSlices(shape)) : gradientOfAll(gradientSlices(shape))}
  let mean = statistics[vector];
  let factor = inverseSqrt(statistics[VARIANCE + vector] + ${epsilon});
${run(
  shape,
  /* wgsl */ `
      let gradient = ${gradientBefore(shape, activation)} * scales[own];
      dx[at] = factor * (gradient - meanGradient - (x[at] - mean) * factor * meanProduct);`,
)}
}`
  return { label: 'batch norm: gradient', wgsl, workgroups: workgroupsOf(shape, runsOf(shape)) }
})

/** Means of the gradient of the normalised x, alone and times it; and the gradient of one scale and offset for all pictures. */
function gradientOfAll({ slices }: Slices): string {
  return /* wgsl */ `
  var sum = Channels();
  var product = Channels();
  for (var i = lane; i < ${slices}; i += LANES) {
    sum += partial[2 * i * VECTORS + vector];
    product += partial[(2 * i + 1) * VECTORS + vector];
  }
  let allSum = total(sum, local);
  let allProduct = total(product, local);
  let meanGradient = allSum * scales[vector] / f32(ALL_PIXELS);
  let meanProduct = allProduct * scales[vector] / f32(ALL_PIXELS);
  if (part == 0 && lane == 0) {
    dModulation[vector] = allProduct;
    dModulation[D_OFFSET + vector] = allSum;
  }`
}

/** The same with scale and offset of each picture. */
function gradientOfEach({ parts, slices }: Slices): string {
  return /* wgsl */ `
  var sum = Channels();
  var product = Channels();
  for (var picture = lane; picture < ${parts}; picture += LANES) {
    var ownSum = Channels();
    var ownProduct = Channels();
    for (var i = picture * ${slices}; i < (picture + 1) * ${slices}; i++) {
      ownSum += partial[2 * i * VECTORS + vector];
      ownProduct += partial[(2 * i + 1) * VECTORS + vector];
    }
    let own = picture * VECTORS + vector;
    sum += ownSum * scales[own];
    product += ownProduct * scales[own];
    if (part == 0) {
      dModulation[own] = ownProduct;
      dModulation[D_OFFSET + own] = ownSum;
    }
  }
  let meanGradient = total(sum, local) / f32(ALL_PIXELS);
  let meanProduct = total(product, local) / f32(ALL_PIXELS);`
}

function gradientBefore({ channels }: NormShape, activation: Activation): string {
  return activationGradientWgsl(activation, 'dy[at]', 'y[at]', vectorType(vectorWidth(channels)))
}
