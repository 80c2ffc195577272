// The input of a generator from latents and whole numbers, as one operation. It has no gradient: nothing before it is learnt.
import { defineOp } from '../../tensor/ops/op.ts'
import { dispatch, memoize, openMain, type Program, workgroupsFor } from '../../tensor/ops/program.ts'
import * as tf from '../../tensor/tf.ts'
import { valuesOf } from '../../tensor/wasm/tensors.ts'
import { classRows } from '../class-rows.ts'
import { type NamedScalar, scalarOf } from '../step-scalars.ts'

interface Attributes {
  readonly count: number
  /** Of the ramp among the scalars. */
  readonly rampIndex: number
}

/**
 * z [B, latent] beside the weights of the classes: → [B, latent + count]. The weight of its class is what the ramp has come to.
 * @param classes int32 [B] @param count of all classes
 */
export function besideClasses(z: tf.Tensor2D, classes: tf.Tensor1D, count: number, ramp: NamedScalar): tf.Tensor2D {
  return codeOp({ z, classes, scalars: ramp.vector }, { count, rampIndex: ramp.index })
}

const codeOp = defineOp<'z' | 'classes' | 'scalars', Attributes, tf.Tensor2D>({
  name: 'BesideClasses',
  webgpu(backend, { z, classes, scalars }, attributes) {
    const [batch, latent] = z.shape as [number, number]
    const code = backend.makeTensorInfo([batch, latent + attributes.count], 'float32')
    dispatch(backend, program(attributes, batch, latent), [z, classes, scalars, code])
    return code
  },
  wasm(backend, { z, classes, scalars }, { count, rampIndex }) {
    const [batch, latent] = z.shape as [number, number]
    const length = latent + count
    const output = backend.makeOutput([batch, length], 'float32')
    const [latents, codes] = [valuesOf(backend, z), valuesOf(backend, output).fill(0)]
    const ramp = valuesOf(backend, scalars)[rampIndex] as number
    valuesOf(backend, classes).forEach((index, row) => {
      codes.set(latents.subarray(row * latent, (row + 1) * latent), row * length)
      if (index >= 0) codes[row * length + latent + index] = ramp
    })
    return output
  },
  fallback({ z, classes, scalars }, { count, rampIndex }) {
    const rows = classRows(classes, count)
    const ramp = scalarOf({ vector: scalars as tf.Tensor1D, index: rampIndex })
    return tf.concat([z as tf.Tensor2D, tf.mul(ramp, rows)], 1)
  },
  gradient: 'none',
})

/** Binds z, classes, scalars, code. */
const program = memoize(({ count, rampIndex }: Attributes, batch: number, latent: number): Program => {
  const length = latent + count
  const wgsl = /* wgsl */ `
@group(0) @binding(0) var<storage, read> z: array<f32>;
@group(0) @binding(1) var<storage, read> classes: array<i32>;
@group(0) @binding(2) var<storage, read> scalars: array<f32>;
@group(0) @binding(3) var<storage, read_write> code: array<f32>;
${openMain()}
  if (index >= ${batch * length}) { return; }
  let row = index / ${length};
  let at = index % ${length};
  var value = select(0.0, scalars[${rampIndex}], at - ${latent} == classes[row]);
  if (at < ${latent}) { value = z[row * ${latent} + at]; }
  code[index] = value;
}`
  return { label: 'latents beside classes', wgsl, workgroups: workgroupsFor(batch * length) }
})
