// The gradient of a convolution with regard to its filter: for every tap the product of the shifted input, transposed, with dy, summed
// over all output pixels. That sum is long and the result small, so it is divided into slices of rows, each summed by its own
// invocations, and a second pass adds the slices in a fixed order: the same bits every time.
import { memoize, openMain, type Program, workgroupsFor } from '../program.ts'
import { sumOfSlicesProgram } from '../sum-of-slices/sum-of-slices.ts'
import { channel, channelTile, targetInvocations, unroll } from '../tile.ts'
import { type ConvShape, shapeConstants } from './shape.ts'
import type { Variant } from './variants.ts'

/** Input and output channels of the largest tile. */
const CHANNELS = 8

interface FilterGradient {
  readonly slices: number
  /** Binds x, dy, partial [slices, KH, KW, Cin, Cout]. */
  readonly partial: Program
  /** Binds partial, result [KH, KW, Cin, Cout]. */
  readonly sum: Program
}

/** Enough to keep the device busy with the largest tile. The same for every variant, since the slices determine the order of the sum. */
function slicesOf({ batch, kernelHeight, kernelWidth, inChannels, outChannels, outHeight }: ConvShape): number {
  const tiles = (inChannels / channelTile(inChannels, CHANNELS).count) * (outChannels / channelTile(outChannels, CHANNELS).count)
  return Math.min(batch * outHeight, Math.ceil(targetInvocations() / (kernelHeight * kernelWidth * tiles)))
}

export const filterGradientPrograms = memoize((shape: ConvShape, variant: Variant): FilterGradient => {
  const { batch, kernelHeight, kernelWidth, inChannels, outChannels, outHeight } = shape
  const input = channelTile(inChannels, variant.rows)
  const output = channelTile(outChannels, variant.columns)
  const tilesIn = inChannels / input.count
  const tilesOut = outChannels / output.count
  const rows = batch * outHeight
  const invocations = kernelHeight * kernelWidth * tilesIn * tilesOut
  const slices = slicesOf(shape)
  const wgsl = /* wgsl */ `
${shapeConstants(shape)}
const BATCH = ${batch};
const ROWS = ${Math.ceil(rows / slices)};
@group(0) @binding(0) var<storage, read> x: array<${input.type}>;
@group(0) @binding(1) var<storage, read> dy: array<${output.type}>;
@group(0) @binding(2) var<storage, read_write> result: array<${output.type}>;
${openMain()}
  if (index >= ${invocations * slices}) { return; }
  let tileOut = index % ${tilesOut};
  let tileIn = index / ${tilesOut} % ${tilesIn};
  let tap = index / ${tilesOut * tilesIn} % (KERNEL_H * KERNEL_W);
  let slice = index / ${invocations};
  let i = tap / KERNEL_W;
  let j = tap % KERNEL_W;
  let start = max(0, (PAD_LEFT - j + STRIDE - 1) / STRIDE); // the columns whose input lies inside
  let end = min(OUT_W, (IN_W - 1 + PAD_LEFT - j + STRIDE) / STRIDE);
  ${unroll(input.count, (c) => unroll(output.vectors, (v) => `var sum${c}_${v} = ${output.type}();`))}
  for (var row = slice * ROWS; row < min((slice + 1) * ROWS, BATCH * OUT_H); row++) {
    let h = row % OUT_H * STRIDE + i - PAD_TOP;
    if (h < 0 || h >= IN_H) { continue; }
    let rowIn = (row / OUT_H * IN_H + h) * IN_W + j - PAD_LEFT;
    for (var w = start; w < end; w++) {
      let fromIn = ((rowIn + w * STRIDE) * ${tilesIn} + tileIn) * ${input.vectors};
      let fromOut = ((row * OUT_W + w) * ${tilesOut} + tileOut) * ${output.vectors};
      ${unroll(input.vectors, (v) => `let x${v} = x[fromIn + ${v}];`)}
      ${unroll(output.vectors, (v) => `let y${v} = dy[fromOut + ${v}];`)}
      ${unroll(input.count, (c) => unroll(output.vectors, (v) => `sum${c}_${v} = fma(${output.type}(${channel('x', input, c)}), y${v}, sum${c}_${v});`))}
    }
  }
  let to = ((slice * KERNEL_H * KERNEL_W + tap) * IN_C + tileIn * ${input.count}) * ${tilesOut} + tileOut;
  ${unroll(input.count, (c) => unroll(output.vectors, (v) => `result[(to + ${c * tilesOut}) * ${output.vectors} + ${v}] = sum${c}_${v};`))}
}`
  const partial = { label: 'conv2d filter gradient', wgsl, workgroups: workgroupsFor(invocations * slices) }
  return { slices, partial, sum: sumOfSlicesProgram(kernelHeight * kernelWidth * inChannels * outChannels) }
})
