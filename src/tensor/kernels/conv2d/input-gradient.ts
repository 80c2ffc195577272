// The gradient of a convolution by its input, which is also the transposed convolution. With stride s, pixels whose row and column
// leave the same rest by s meet the same taps, so each of the s · s classes is a dense convolution of its own: no tap is wasted.
import { MAIN, type Program, workgroupsFor, written } from '../program.ts'
import { component, depthOf, inside, tileFor, unroll, vectorType } from '../tile.ts'
import { type ConvShape, shapeConstants } from './shape.ts'

/** Binds dy, kernel, dx. */
export const inputGradientProgram = written((shape: ConvShape): Program => {
  const { batch, inHeight, inWidth, inChannels, outChannels, stride } = shape
  const { rows, columns: tile } = tileFor(batch * inHeight * inWidth, inChannels)
  const tiles = inChannels / tile.count
  const depth = depthOf(outChannels) // output channels read at a time
  const most = batch * Math.ceil(inHeight / stride) * Math.ceil(inWidth / stride) // pixels of the largest class
  const invocations = Math.ceil(most / rows)
  const wgsl = /* wgsl */ `
${shapeConstants(shape)}
@group(0) @binding(0) var<storage, read> dy: array<${vectorType(depth)}>;
@group(0) @binding(1) var<storage, read> kernel: array<${vectorType(depth)}>;
@group(0) @binding(2) var<storage, read_write> dx: array<${tile.type}>;
${MAIN}
  let tile = layer / (STRIDE * STRIDE); // the same for a whole workgroup, which then reads the same weights
  let top = layer / STRIDE % STRIDE;
  let left = layer % STRIDE;
  let rows = (IN_H - top + STRIDE - 1) / STRIDE;
  let columns = (IN_W - left + STRIDE - 1) / STRIDE;
  let pixels = BATCH * rows * columns;
  let runs = (pixels + ${rows - 1}) / ${rows};
  if (index >= runs) { return; }
${unroll(
  rows,
  (p) => `
  let pixel${p} = min(index + ${p} * runs, pixels - 1); // neighbours in a workgroup are neighbours in the image
  let image${p} = pixel${p} / (rows * columns);
  let row${p} = pixel${p} / columns % rows * STRIDE + top;
  let column${p} = pixel${p} % columns * STRIDE + left;
  ${unroll(tile.count, (c) => `var sum${p}_${c} = 0.0;`)}`,
)}
  for (var i = (top + PAD_TOP) % STRIDE; i < KERNEL_H; i += STRIDE) {
    for (var j = (left + PAD_LEFT) % STRIDE; j < KERNEL_W; j += STRIDE) {
${unroll(
  rows,
  (p) => `
      let h${p} = (row${p} + PAD_TOP - i) / STRIDE;
      let w${p} = (column${p} + PAD_LEFT - j) / STRIDE;
      let inside${p} = ${inside(`h${p}`, 'OUT_H')} & ${inside(`w${p}`, 'OUT_W')};
      let from${p} = select(0, ((image${p} * OUT_H + h${p}) * OUT_W + w${p}) * ${outChannels / depth}, inside${p});`,
)}
      let tap = ((i * KERNEL_W + j) * IN_C + tile * ${tile.count}) * ${outChannels / depth};
      for (var d = 0; d < ${outChannels / depth}; d++) {
        ${unroll(tile.count, (c) => `let k${c} = kernel[tap + ${(c * outChannels) / depth} + d];`)}
        ${unroll(
          rows,
          (p) => `let y${p} = select(${vectorType(depth)}(), dy[from${p} + d], inside${p});
        ${unroll(tile.count, (c) => unroll(depth, (k) => `sum${p}_${c} = fma(${component(`y${p}`, depth, k)}, ${component(`k${c}`, depth, k)}, sum${p}_${c});`))}`,
        )}
      }
    }
  }
${unroll(
  rows,
  (p) => `
  if (index + ${p} * runs < pixels) {
    let to = (((image${p} * IN_H + row${p}) * IN_W + column${p}) * ${tiles} + tile) * ${tile.vectors};
    ${unroll(tile.vectors, (v) => `dx[to + ${v}] = ${packed(tile.width, (k) => `sum${p}_${v * tile.width + k}`)};`)}
  }`,
)}
}`
  return { label: 'conv2d input gradient', wgsl, workgroups: workgroupsFor(invocations, stride * stride * tiles) }
})

function packed(width: 1 | 4, name: (k: number) => string): string {
  return width === 4 ? `vec4<f32>(${[0, 1, 2, 3].map(name).join(', ')})` : name(0)
}
