// Convolution as a matrix product that never builds its matrix: rows are the output pixels of the whole batch, columns the output
// channels. One invocation holds a tile of both in registers and walks the taps and the input channels.
import { MAIN, type Program, workgroupsFor } from '../program.ts'
import { component, inside, tileFor, unroll, vectorType, vectorWidth } from '../tile.ts'
import { type ConvShape, shapeConstants } from './shape.ts'

/** Binds x, kernel, y. */
export function forwardProgram(shape: ConvShape): Program {
  const pixels = shape.batch * shape.outHeight * shape.outWidth
  const { rows, columns: out } = tileFor(pixels, shape.outChannels)
  const depth = vectorWidth(shape.inChannels) // input channels read at a time
  const invocations = Math.ceil(pixels / rows) * (shape.outChannels / out.count)
  const wgsl = /* wgsl */ `
${shapeConstants(shape)}
const PIXELS = ${pixels};
const TILES = ${shape.outChannels / out.count};
@group(0) @binding(0) var<storage, read> x: array<${vectorType(depth)}>;
@group(0) @binding(1) var<storage, read> kernel: array<${out.type}>;
@group(0) @binding(2) var<storage, read_write> y: array<${out.type}>;
${MAIN}
  if (index >= ${invocations}) { return; }
  let tile = index % TILES;
  let first = index / TILES * ${rows};
${unroll(
  rows,
  (p) => `
  let pixel${p} = min(first + ${p}, PIXELS - 1);
  let image${p} = pixel${p} / (OUT_H * OUT_W) * IN_H;
  let row${p} = pixel${p} / OUT_W % OUT_H * STRIDE - PAD_TOP;
  let column${p} = pixel${p} % OUT_W * STRIDE - PAD_LEFT;
  ${unroll(out.vectors, (j) => `var sum${p}_${j} = ${out.type}();`)}`,
)}
  for (var i = 0; i < KERNEL_H; i++) {
    for (var j = 0; j < KERNEL_W; j++) {
${unroll(
  rows,
  (p) => `
      let h${p} = row${p} + i;
      let w${p} = column${p} + j;
      let inside${p} = ${inside(`h${p}`, 'IN_H')} & ${inside(`w${p}`, 'IN_W')};
      let from${p} = select(0, ((image${p} + h${p}) * IN_W + w${p}) * ${shape.inChannels / depth}, inside${p});`,
)}
      for (var c = 0; c < ${shape.inChannels / depth}; c++) {
        let tap = (((i * KERNEL_W + j) * IN_C + c * ${depth}) * TILES + tile) * ${out.vectors};
        ${unroll(depth, (k) => unroll(out.vectors, (v) => `let k${k}_${v} = kernel[tap + ${k} * TILES * ${out.vectors} + ${v}];`))}
        ${unroll(
          rows,
          (p) => `let x${p} = select(${vectorType(depth)}(), x[from${p} + c], inside${p});
        ${unroll(out.vectors, (v) => unroll(depth, (k) => `sum${p}_${v} = fma(${out.type}(${component(`x${p}`, depth, k)}), k${k}_${v}, sum${p}_${v});`))}`,
        )}
      }
    }
  }
${unroll(
  rows,
  (p) => `
  if (first + ${p} < PIXELS) {
    ${unroll(out.vectors, (v) => `y[(pixel${p} * TILES + tile) * ${out.vectors} + ${v}] = sum${p}_${v};`)}
  }`,
)}
}`
  return { label: 'conv2d forward', wgsl, workgroups: workgroupsFor(invocations) }
}
