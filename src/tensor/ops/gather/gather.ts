// A batch of real images out of the whole set, which is on the device as bytes, four in a word: gathered by index, mirrored where the
// index says so, and scaled to [-1, 1] in one dispatch.
import * as tf from '../../tf.ts'
import { defineOp } from '../op.ts'
import { dispatch, memoize, openMain, type Program, workgroupsFor } from '../program.ts'
import { gatherReference, MIRRORED } from './reference.ts'

interface Attributes {
  readonly shape: [number, number, number, number]
  /** Where the first image index stands among the indices. */
  readonly at: number
}

/** An image's number and whether left and right are swapped, as one whole number. */
export function imageIndex(image: number, mirrored: boolean): number {
  return mirrored ? image + MIRRORED : image
}

/** The bytes of a set as a tensor, [words] int32. */
export function packedBytes(bytes: Uint8Array): tf.Tensor1D {
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4)
  padded.set(bytes)
  return tf.tensor1d(new Int32Array(padded.buffer), 'int32')
}

/** @param indices int32; from `at` on one image index (imageIndex) each. Returns [B, S, S, C] */
export function gatherBatch(set: tf.Tensor1D, indices: tf.Tensor, at: number, shape: Attributes['shape']): tf.Tensor4D {
  return gatherOp({ set, indices }, { shape, at })
}

const gatherOp = defineOp<'set' | 'indices', Attributes, tf.Tensor4D>({
  name: 'GatherImages',
  webgpu(backend, { set, indices }, attributes) {
    const images = backend.makeTensorInfo(attributes.shape, 'float32')
    dispatch(backend, program(attributes), [set, indices, images])
    return images
  },
  fallback({ set, indices }, { shape, at }) {
    const bytes = new Uint8Array(Int32Array.from(set.dataSync()).buffer)
    const own = Uint32Array.from(indices.dataSync()).subarray(at, at + shape[0]) // int32 -1 becomes 2^32 - 1
    return tf.tensor4d(gatherReference(bytes, own, shape), shape)
  },
  gradient: 'none', // of bytes
})

/** Binds the set, indices, images. */
const program = memoize(({ shape, at }: Attributes): Program => {
  const [batch, height, width, channels] = shape
  const pixels = batch * height * width
  const wgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read> bytes: array<u32>;
@group(0) @binding(1) var<storage, read> indices: array<u32>;
@group(0) @binding(2) var<storage, read_write> images: array<f32>;
${openMain()}
  if (index >= ${pixels}) { return; }
  let chosen = indices[${at} + index / ${height * width}];
  let column = index % ${width};
  let source = select(column, ${width - 1} - column, chosen >= ${MIRRORED}u);
  let row = index / ${width} % ${height};
  let first = ((chosen & ${MIRRORED - 1}u) * ${height * width}u + u32(row * ${width} + source)) * ${channels}u;
  for (var c = 0u; c < ${channels}u; c++) {
    let word = bytes[(first + c) / 4u];
    let value = (word >> ((first + c) % 4u * 8u)) & 0xffu;
    images[u32(index) * ${channels}u + c] = f32(value) / 127.5 - 1.0;
  }
}`
  return { label: 'gather images', wgsl, workgroups: workgroupsFor(pixels) }
})
