// The WGSL of batch normalisation. Sums over a channel are taken in slices of a picture, then over slices and pictures by one
// workgroup a vector of channels; statistics are combined about each slice's own mean [Chan, Golub and LeVeque 1983, eq. 2.1], so
// that nothing cancels.
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

/** Slices of a picture: enough to keep the device busy. */
export function slicesOf({ batch, pixels, channels }: NormShape): number {
  return Math.min(pixels, Math.ceil((busy() * vectorWidth(channels)) / (batch * channels)))
}

function constants(shape: NormShape): string {
  const width = vectorWidth(shape.channels)
  return `
alias Channels = ${vectorType(width)};
const BATCH = ${shape.batch}; const PIXELS = ${shape.pixels}; const VECTORS = ${shape.channels / width}; const SLICES = ${slicesOf(shape)};
const ALL_PIXELS = ${shape.batch * shape.pixels}.0;`
}

/** Opens a program of which one invocation takes one slice of one picture and one vector of channels: places from, from + stride, … */
const SLICE = /* wgsl */ `
${MAIN}
  if (index >= BATCH * SLICES * VECTORS) { return; }
  let vector = index % VECTORS;
  let slice = index / VECTORS % SLICES;
  let picture = index / VECTORS / SLICES;
  let first = (picture * PIXELS + slice) * VECTORS + vector;
  let end = (picture + 1) * PIXELS * VECTORS;
  let stride = SLICES * VECTORS;`

/** Opens a program with one workgroup a vector of channels, and ends in `total`, the sum over the workgroup. */
const COMBINE = /* wgsl */ `
${workgroupTotal('Channels')}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let vector = i32(group.x);`

/** Binds x and partial [batch, slices, 2, channels]: mean and sum of squared differences from it. */
export const statisticsProgram = written(
  (shape: NormShape): Program => ({
    label: 'batch norm: statistics',
    wgsl: /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> x: array<Channels>;
@group(0) @binding(1) var<storage, read_write> partial: array<Channels>;
${SLICE}
  var sum = Channels();
  for (var at = first; at < end; at += stride) { sum += x[at]; }
  let mean = sum / f32((PIXELS - slice + SLICES - 1) / SLICES);
  var squares = Channels();
  for (var at = first; at < end; at += stride) { squares += (x[at] - mean) * (x[at] - mean); }
  let to = (picture * SLICES + slice) * 2 * VECTORS + vector;
  partial[to] = mean;
  partial[to + VECTORS] = squares;
}`,
    workgroups: workgroupsFor((shape.batch * slicesOf(shape) * shape.channels) / vectorWidth(shape.channels)),
  }),
)

/** Binds partial, mean [channels], variance [channels]. */
export const combinedStatisticsProgram = written(
  (shape: NormShape): Program => ({
    label: 'batch norm: statistics of all slices',
    wgsl: /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> partial: array<Channels>;
@group(0) @binding(1) var<storage, read_write> means: array<Channels>;
@group(0) @binding(2) var<storage, read_write> variances: array<Channels>;
${COMBINE}
  var sum = Channels();
  for (var i = i32(local); i < BATCH * SLICES; i += ${WORKGROUP}) {
    sum += f32((PIXELS - i % SLICES + SLICES - 1) / SLICES) * partial[i * 2 * VECTORS + vector];
  }
  let mean = total(sum, local) / ALL_PIXELS;
  var squares = Channels();
  for (var i = i32(local); i < BATCH * SLICES; i += ${WORKGROUP}) {
    let gap = partial[i * 2 * VECTORS + vector] - mean;
    squares += partial[(i * 2 + 1) * VECTORS + vector] + f32((PIXELS - i % SLICES + SLICES - 1) / SLICES) * gap * gap;
  }
  let variance = total(squares, local) / ALL_PIXELS;
  if (local == 0u) {
    means[vector] = mean;
    variances[vector] = variance;
  }
}`,
    workgroups: [shape.channels / vectorWidth(shape.channels), 1, 1],
  }),
)

/** Binds x, mean, variance, scale, offset, y. */
export const applyProgram = written((shape: NormShape, epsilon: number, activation: Activation): Program => {
  const vectors = (shape.batch * shape.pixels * shape.channels) / vectorWidth(shape.channels)
  return {
    label: 'batch norm: apply',
    wgsl: /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> x: array<Channels>;
@group(0) @binding(1) var<storage, read> means: array<Channels>;
@group(0) @binding(2) var<storage, read> variances: array<Channels>;
@group(0) @binding(3) var<storage, read> scales: array<Channels>;
@group(0) @binding(4) var<storage, read> offsets: array<Channels>;
@group(0) @binding(5) var<storage, read_write> y: array<Channels>;
${MAIN}
  if (index >= ${vectors}) { return; }
  let vector = index % VECTORS;
  let own = ${shape.perPicture ? 'index / VECTORS / PIXELS * VECTORS + vector' : 'vector'};
  let normalised = (x[index] - means[vector]) * inverseSqrt(variances[vector] + ${epsilon});
  let value = normalised * scales[own] + offsets[own];
  y[index] = ${activationWgsl(activation, 'value', vectorType(vectorWidth(shape.channels)))};
}`,
    workgroups: workgroupsFor(vectors),
  }
})

/** Binds dy, y, x, mean, variance, partial [batch, slices, 2, channels]: sums of the gradient, alone and times the normalised x. */
export const gradientSumsProgram = written(
  (shape: NormShape, epsilon: number, activation: Activation): Program => ({
    label: 'batch norm: gradient sums',
    wgsl: /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> dy: array<Channels>;
@group(0) @binding(1) var<storage, read> y: array<Channels>;
@group(0) @binding(2) var<storage, read> x: array<Channels>;
@group(0) @binding(3) var<storage, read> means: array<Channels>;
@group(0) @binding(4) var<storage, read> variances: array<Channels>;
@group(0) @binding(5) var<storage, read_write> partial: array<Channels>;
${SLICE}
  let mean = means[vector];
  var sum = Channels();
  var product = Channels();
  for (var at = first; at < end; at += stride) {
    let gradient = ${gradientBefore(shape, activation, 'at')};
    sum += gradient;
    product += gradient * (x[at] - mean);
  }
  let to = (picture * SLICES + slice) * 2 * VECTORS + vector;
  partial[to] = sum;
  partial[to + VECTORS] = product * inverseSqrt(variances[vector] + ${epsilon});
}`,
    workgroups: workgroupsFor((shape.batch * slicesOf(shape) * shape.channels) / vectorWidth(shape.channels)),
  }),
)

/** Binds partial, scale, dScale, dOffset (shaped as scale), means [2, channels]: of the gradient of the normalised x, alone and times it. */
export const combinedGradientProgram = written(
  (shape: NormShape): Program => ({
    label: 'batch norm: gradient of scale and offset',
    wgsl: /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> partial: array<Channels>;
@group(0) @binding(1) var<storage, read> scales: array<Channels>;
@group(0) @binding(2) var<storage, read_write> dScales: array<Channels>;
@group(0) @binding(3) var<storage, read_write> dOffsets: array<Channels>;
@group(0) @binding(4) var<storage, read_write> means: array<Channels>;
${COMBINE}
  var sum = Channels();
  var product = Channels();
  for (var picture = i32(local); picture < BATCH; picture += ${WORKGROUP}) {
    var own = Channels();
    var ownProduct = Channels();
    for (var slice = 0; slice < SLICES; slice++) {
      let at = (picture * SLICES + slice) * 2 * VECTORS + vector;
      own += partial[at];
      ownProduct += partial[at + VECTORS];
    }
${
  shape.perPicture
    ? `
    let to = picture * VECTORS + vector;
    dOffsets[to] = own;
    dScales[to] = ownProduct;
    sum += own * scales[to];
    product += ownProduct * scales[to];`
    : `
    sum += own;
    product += ownProduct;`
}
  }
  let totalSum = total(sum, local);
  let totalProduct = total(product, local);
  if (local == 0u) {
${
  shape.perPicture
    ? `
    means[vector] = totalSum / ALL_PIXELS;
    means[VECTORS + vector] = totalProduct / ALL_PIXELS;`
    : `
    dOffsets[vector] = totalSum;
    dScales[vector] = totalProduct;
    means[vector] = totalSum * scales[vector] / ALL_PIXELS;
    means[VECTORS + vector] = totalProduct * scales[vector] / ALL_PIXELS;`
}
  }
}`,
    workgroups: [shape.channels / vectorWidth(shape.channels), 1, 1],
  }),
)

/** Binds dy, y, x, mean, variance, scale, means of the gradient, dx. */
export const inputGradientProgram = written((shape: NormShape, epsilon: number, activation: Activation): Program => {
  const vectors = (shape.batch * shape.pixels * shape.channels) / vectorWidth(shape.channels)
  return {
    label: 'batch norm: input gradient',
    wgsl: /* wgsl */ `
${constants(shape)}
@group(0) @binding(0) var<storage, read> dy: array<Channels>;
@group(0) @binding(1) var<storage, read> y: array<Channels>;
@group(0) @binding(2) var<storage, read> x: array<Channels>;
@group(0) @binding(3) var<storage, read> means: array<Channels>;
@group(0) @binding(4) var<storage, read> variances: array<Channels>;
@group(0) @binding(5) var<storage, read> scales: array<Channels>;
@group(0) @binding(6) var<storage, read> gradientMeans: array<Channels>;
@group(0) @binding(7) var<storage, read_write> dx: array<Channels>;
${MAIN}
  if (index >= ${vectors}) { return; }
  let vector = index % VECTORS;
  let own = ${shape.perPicture ? 'index / VECTORS / PIXELS * VECTORS + vector' : 'vector'};
  let deviation = inverseSqrt(variances[vector] + ${epsilon});
  let normalised = (x[index] - means[vector]) * deviation;
  let gradient = ${gradientBefore(shape, activation, 'index')} * scales[own];
  dx[index] = deviation * (gradient - gradientMeans[vector] - normalised * gradientMeans[VECTORS + vector]);
}`,
    workgroups: workgroupsFor(vectors),
  }
})

function gradientBefore({ channels }: NormShape, activation: Activation, at: string): string {
  return activationGradientWgsl(activation, `dy[${at}]`, `y[${at}]`, vectorType(vectorWidth(channels)))
}
