// Multi-buffer input: a program reads several tensors as if they were allocated contiguously, such as the gradients of a network's
// weights, which come from many operations.
import { ALIGNMENT } from '../placement.ts'
import { sizeOf } from '../shape.ts'
import type * as tf from '../tf.ts'
import { vectorType, vectorWidth } from './tile.ts'

/** How many floats are read at a time from each tensor. */
export type BufferWidths = readonly (1 | 4)[]

export function bufferWidths(tensors: readonly tf.TensorInfo[]): BufferWidths {
  return tensors.map(({ shape }) => vectorWidth(sizeOf(shape)))
}

/** Tensors that one dispatch can bind as input when it binds `others` tensors too. */
export function maxInputBuffers(device: GPUDevice, others: number): number {
  return device.limits.maxStorageBuffersPerShaderStage - others
}

/** `list` in chunks of at most `most`. */
export function chunksOf<T>(list: readonly T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / most) }, (_, i) => list.slice(i * most, (i + 1) * most))
}

/**
 * WGSL `readInputs(quad)`: the vec4 at that index, counted from the beginning of the first tensor, each tensor padded as placement.ts
 * does. Zeros in the padding.
 * @param binding of the first tensor; the others follow
 */
export function multiBufferRead(widths: BufferWidths, binding: number): string {
  const declarations = widths.map(
    (width, i) => `@group(0) @binding(${binding + i}) var<storage, read> input${i}: array<${vectorType(width)}>;`,
  )
  const reads = widths.map((width, i) => {
    const length = `i32(arrayLength(&input${i}))`
    const at = (k: number) => `select(0.0, input${i}[min(4 * quad + ${k}, length - 1)], 4 * quad + ${k} < length)`
    const read =
      width === 4 ? `select(vec4<f32>(), input${i}[min(quad, length - 1)], quad < length)` : `vec4<f32>(${[0, 1, 2, 3].map(at).join(', ')})`
    return `{
    let length = ${length};
    let quads = (length * ${width} + ${ALIGNMENT - 1}) / ${ALIGNMENT} * ${ALIGNMENT / 4};
    if (quad < quads) { return ${read}; }
    quad -= quads;
  }`
  })
  return /* wgsl */ `
${declarations.join('\n')}
fn readInputs(index: i32) -> vec4<f32> {
  var quad = index;
  ${reads.join('\n  ')}
  return vec4<f32>();
}`
}
