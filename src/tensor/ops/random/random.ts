// Random numbers drawn on the device: the same Philox streams as in rng.ts, bit for bit, so that a step uploads a stream's index
// in place of its numbers. Normal numbers go through the device's own logarithm and sine. rng.ts is the reference.
import { PURPOSES, type Purpose, RandomStream } from '../../../spec/rng.ts'
import { sizeOf } from '../../shape.ts'
import * as tf from '../../tf.ts'
import { defineOp } from '../op.ts'
import { dispatch, memoize, openMain, type Program, workgroupsFor } from '../program.ts'

/** Numbers an invocation draws: one block of the generator. */
const BLOCK = 4

interface Attributes {
  readonly shape: number[]
  readonly kind: 'uniform' | 'normal'
  readonly purpose: Purpose
  readonly seedAt: number
  readonly indexAt: number
}

/** Where the seed and index of a stream stand in a tensor of whole numbers. */
interface StreamOffsets {
  readonly purpose: Purpose
  readonly seedAt: number
  readonly indexAt: number
}

/** The first numbers of a stream, uniform in [0, 1) or standard normal. @param indices int32; holds seed and index of the stream */
export function drawNumbers<T extends tf.Tensor>(
  indices: tf.Tensor,
  { purpose, seedAt, indexAt }: StreamOffsets,
  kind: Attributes['kind'],
  shape: number[],
): T {
  return randomOp({ indices }, { shape, kind, purpose, seedAt, indexAt }) as T
}

const randomOp = defineOp<'indices', Attributes, tf.Tensor>({
  name: 'RandomNumbers',
  webgpu(backend, { indices }, attributes) {
    const numbers = backend.makeTensorInfo(attributes.shape, 'float32')
    dispatch(backend, program(attributes), [indices, numbers])
    return numbers
  },
  fallback({ indices }, { shape, kind, purpose, seedAt, indexAt }) {
    const values = Uint32Array.from(indices.dataSync()) // int32 -1 becomes 2^32 - 1
    const stream = new RandomStream(values[seedAt] as number, purpose, values[indexAt] as number)
    return tf.tensor(kind === 'normal' ? stream.normals(sizeOf(shape)) : stream.uniforms(sizeOf(shape)), shape)
  },
  gradient: 'none',
})

/** Binds indices, numbers. */
const program = memoize(({ shape, kind, purpose, seedAt, indexAt }: Attributes): Program => {
  const count = sizeOf(shape)
  const blocks = Math.ceil(count / BLOCK)
  const wgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read> indices: array<u32>;
@group(0) @binding(1) var<storage, read_write> numbers: array<f32>;

fn multiplyHigh(a: u32, b: u32) -> u32 {
  let low = (a & 0xffffu) * (b & 0xffffu);
  let middle = (a >> 16u) * (b & 0xffffu) + (low >> 16u);
  let other = (a & 0xffffu) * (b >> 16u) + (middle & 0xffffu);
  return (a >> 16u) * (b >> 16u) + (middle >> 16u) + (other >> 16u);
}
/** Philox4x32-10 [Salmon et al. 2011, §3.3] */
fn philox(counter: vec4<u32>, start: vec2<u32>) -> vec4<u32> {
  var c = counter;
  var key = start;
  for (var round = 0; round < 10; round++) {
    c = vec4<u32>(
      multiplyHigh(0xcd9e8d57u, c.z) ^ c.y ^ key.x, 0xcd9e8d57u * c.z,
      multiplyHigh(0xd2511f53u, c.x) ^ c.w ^ key.y, 0xd2511f53u * c.x);
    key += vec2<u32>(0x9e3779b9u, 0xbb67ae85u);
  }
  return c;
}
const UNIT = ${2 ** -32};
/** Two standard normal numbers from two whole ones [Box and Muller 1958]. */
fn normals(bits: vec2<u32>) -> vec2<f32> {
  let radius = sqrt(-2.0 * log((f32(bits.x) + 1.0) * UNIT));
  let angle = ${2 * Math.PI} * f32(bits.y) * UNIT;
  return radius * vec2<f32>(cos(angle), sin(angle));
}
${openMain()}
  if (index >= ${blocks}) { return; }
  let bits = philox(vec4<u32>(u32(index), indices[${indexAt}], 0u, 0u), vec2<u32>(indices[${seedAt}], ${PURPOSES[purpose]}u));
  let drawn = ${kind === 'normal' ? 'vec4<f32>(normals(bits.xy), normals(bits.zw))' : 'vec4<f32>(bits) * UNIT'};
  for (var i = 0; i < ${BLOCK}; i++) {
    if (index * ${BLOCK} + i < ${count}) { numbers[index * ${BLOCK} + i] = drawn[i]; }
  }
}`
  return { label: 'random numbers', wgsl, workgroups: workgroupsFor(blocks) }
})
