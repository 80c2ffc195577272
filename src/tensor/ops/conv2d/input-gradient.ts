// The gradient of a convolution with regard to its input, which is also the transposed convolution. With stride s, pixels whose row and
// column are the same modulo s use the same taps, so each of the s · s classes is a dense convolution by itself: no tap is wasted.
import { memoize, openMain, type Program, workgroupsFor } from '../program.ts'
import { channelTile, component, inside, unroll, vectorType } from '../tile.ts'
import { type ConvShape, shapeConstants } from './shape.ts'
import type { Variant } from './variants.ts'

interface InputGradient {
  /** Binds kernel and its transpose [KH, KW, Cout, Cin], whose input channels are adjacent. */
  readonly transpose: Program
  /** Binds dy, transposed kernel, dx. */
  readonly gradient: Program
}

export const inputGradientPrograms = memoize(
  (shape: ConvShape, variant: Variant): InputGradient => ({
    transpose: transposeProgram(shape.inChannels, shape.outChannels, shape.kernelHeight * shape.kernelWidth),
    gradient: gradientProgram(shape, variant),
  }),
)

function gradientProgram(shape: ConvShape, { rows, columns, depth }: Variant): Program {
  const { batch, inHeight, inWidth, inChannels, outChannels, stride } = shape
  const into = channelTile(inChannels, columns)
  const tiles = inChannels / into.count
  const most = batch * Math.ceil(inHeight / stride) * Math.ceil(inWidth / stride) // pixels of the largest class
  const wgsl = /* wgsl */ `
${shapeConstants(shape)}
const TILES = ${tiles};
@group(0) @binding(0) var<storage, read> dy: array<${vectorType(depth)}>;
@group(0) @binding(1) var<storage, read> kernel: array<${into.type}>;
@group(0) @binding(2) var<storage, read_write> dx: array<${into.type}>;
${openMain()}
  let tile = layer / (STRIDE * STRIDE); // the same for a whole workgroup, which then reads the same weights
  let top = layer / STRIDE % STRIDE;
  let left = layer % STRIDE;
  let rows = (IN_H - top + STRIDE - 1) / STRIDE;
  let columns = (IN_W - left + STRIDE - 1) / STRIDE;
  let pixels = i32(arrayLength(&dx)) / (IN_H * IN_W * TILES * ${into.vectors}) * rows * columns;
  let runs = (pixels + ${rows - 1}) / ${rows};
  if (index >= runs) { return; }
${unroll(
  rows,
  (p) => `
  let pixel${p} = min(index + ${p} * runs, pixels - 1); // neighbours in a workgroup are neighbours in the image
  let image${p} = pixel${p} / (rows * columns);
  let row${p} = pixel${p} / columns % rows * STRIDE + top;
  let column${p} = pixel${p} % columns * STRIDE + left;
  ${unroll(into.vectors, (v) => `var sum${p}_${v} = ${into.type}();`)}`,
)}
  for (var i = (top + PAD_TOP) % STRIDE; i < KERNEL_H + opaqueZero; i += STRIDE) {
    for (var j = (left + PAD_LEFT) % STRIDE; j < KERNEL_W + opaqueZero; j += STRIDE) {
${unroll(
  rows,
  (p) => `
      let h${p} = (row${p} + PAD_TOP - i) / STRIDE;
      let w${p} = (column${p} + PAD_LEFT - j) / STRIDE;
      let inside${p} = ${inside(`h${p}`, 'OUT_H')} & ${inside(`w${p}`, 'OUT_W')};
      let from${p} = select(0, ((image${p} * OUT_H + h${p}) * OUT_W + w${p}) * ${outChannels / depth}, inside${p});`,
)}
      for (var d = 0; d < ${outChannels / depth} + opaqueZero; d++) {
        let tap = (((i * KERNEL_W + j) * OUT_C + d * ${depth}) * TILES + tile) * ${into.vectors};
        ${unroll(depth, (k) => unroll(into.vectors, (v) => `let k${k}_${v} = kernel[tap + ${k} * TILES * ${into.vectors} + ${v}];`))}
        ${unroll(
          rows,
          (p) => `let y${p} = select(${vectorType(depth)}(), dy[from${p} + d], inside${p});
        ${unroll(into.vectors, (v) => unroll(depth, (k) => `sum${p}_${v} = fma(${into.type}(${component(`y${p}`, depth, k)}), k${k}_${v}, sum${p}_${v});`))}`,
        )}
      }
    }
  }
${unroll(
  rows,
  (p) => `
  if (index + ${p} * runs < pixels) {
    let to = (((image${p} * IN_H + row${p}) * IN_W + column${p}) * TILES + tile) * ${into.vectors};
    ${unroll(into.vectors, (v) => `dx[to + ${v}] = sum${p}_${v};`)}
  }`,
)}
}`
  return { label: 'conv2d input gradient', wgsl, workgroups: workgroupsFor(Math.ceil(most / rows), stride * stride * tiles) }
}

const transposeProgram = memoize((inChannels: number, outChannels: number, taps: number): Program => {
  const size = taps * inChannels * outChannels
  const wgsl = /* wgsl */ `
const IN_C = ${inChannels}; const OUT_C = ${outChannels};
@group(0) @binding(0) var<storage, read> kernel: array<f32>;
@group(0) @binding(1) var<storage, read_write> transposed: array<f32>;
${openMain()}
  if (index >= i32(arrayLength(&transposed))) { return; }
  let tap = index / (IN_C * OUT_C);
  transposed[index] = kernel[(tap * IN_C + index % IN_C) * OUT_C + index / IN_C % OUT_C];
}`
  return { label: 'conv2d input gradient: transposed kernel', wgsl, workgroups: workgroupsFor(size) }
})
