// Convolution as an implicit matrix product: rows are the output pixels of the whole batch, columns the output channels. One invocation
// keeps a tile of the result in registers, loops over the taps and the input channels, and at the end adds the bias and applies the
// activation.
import { type Activation, activationWgsl } from '../activation.ts'
import { memoize, openMain, type Program, workgroupsFor } from '../program.ts'
import { channelTile, component, inside, unroll, vectorType } from '../tile.ts'
import { type ConvShape, shapeConstants } from './shape.ts'
import type { Variant } from './variants.ts'

/** Binds x, kernel and y; or x, kernel, bias and y = activation(x * kernel + bias). */
export const forwardProgram = memoize((shape: ConvShape, activation: Activation | null, { rows, columns, depth }: Variant): Program => {
  const pixels = shape.batch * shape.outHeight * shape.outWidth
  const out = channelTile(shape.outChannels, columns)
  const tiles = shape.outChannels / out.count
  /** The sum as it is stored, in the vector v of the tile. */
  const result = (sum: string, v: number) => (activation ? activationWgsl(activation, `(${sum} + bias${v})`, out.type) : sum)
  const wgsl = /* wgsl */ `
${shapeConstants(shape)}
const TILES = ${tiles};
@group(0) @binding(0) var<storage, read> x: array<${vectorType(depth)}>;
@group(0) @binding(1) var<storage, read> kernel: array<${out.type}>;
${activation ? `@group(0) @binding(2) var<storage, read> bias: array<${out.type}>;` : ''}
@group(0) @binding(${activation ? 3 : 2}) var<storage, read_write> y: array<${out.type}>;
${openMain()}
  let pixels = i32(arrayLength(&y)) / (TILES * ${out.vectors});
  let runs = (pixels + ${rows - 1}) / ${rows};
  if (index >= runs) { return; }
  let tile = layer; // the same for a whole workgroup, which then reads the same weights
${unroll(
  rows,
  (p) => `
  let pixel${p} = min(index + ${p} * runs, pixels - 1); // neighbours in a workgroup are neighbours in the image
  let image${p} = pixel${p} / (OUT_H * OUT_W) * IN_H;
  let row${p} = pixel${p} / OUT_W % OUT_H * STRIDE - PAD_TOP;
  let column${p} = pixel${p} % OUT_W * STRIDE - PAD_LEFT;
  ${unroll(out.vectors, (j) => `var sum${p}_${j} = ${out.type}();`)}`,
)}
  ${activation ? unroll(out.vectors, (v) => `let bias${v} = bias[tile * ${out.vectors} + ${v}];`) : ''}
  for (var i = 0; i < KERNEL_H + opaqueZero; i++) {
    for (var j = 0; j < KERNEL_W + opaqueZero; j++) {
${unroll(
  rows,
  (p) => `
      let h${p} = row${p} + i;
      let w${p} = column${p} + j;
      let inside${p} = ${inside(`h${p}`, 'IN_H')} & ${inside(`w${p}`, 'IN_W')};
      let from${p} = select(0, ((image${p} + h${p}) * IN_W + w${p}) * ${shape.inChannels / depth}, inside${p});`,
)}
      for (var c = 0; c < ${shape.inChannels / depth} + opaqueZero; c++) {
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
  if (index + ${p} * runs < pixels) {
    ${unroll(out.vectors, (v) => `y[(pixel${p} * TILES + tile) * ${out.vectors} + ${v}] = ${result(`sum${p}_${v}`, v)};`)}
  }`,
)}
}`
  return { label: 'conv2d forward', wgsl, workgroups: workgroupsFor(Math.ceil(pixels / rows), tiles) }
})
