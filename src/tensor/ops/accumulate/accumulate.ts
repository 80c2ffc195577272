// Adds to a variable, or to its first entries, in place.
import { sizeOf } from '../../shape.ts'
import * as tf from '../../tf.ts'
import { valuesOf } from '../../wasm/tensors.ts'
import { defineOp } from '../op.ts'
import { dispatch, memoize, openMain, type Program, workgroupsFor } from '../program.ts'

/** total ← total + value, both [n], or the first entries of a total that has more */
export function accumulate(total: tf.Variable, value: tf.Tensor): void {
  accumulateOp({ total, value }, {})
}

const accumulateOp = defineOp<'total' | 'value', object, tf.Tensor[]>({
  name: 'Accumulate',
  webgpu(backend, { total, value }) {
    const count = sizeOf(value.shape)
    dispatch(backend, program(count), [value, total])
    return []
  },
  wasm(backend, { total, value }) {
    const [totals, values] = [valuesOf(backend, total), valuesOf(backend, value)]
    for (let i = 0; i < values.length; i++) totals[i] = (totals[i] as number) + (values[i] as number)
    return []
  },
  fallback({ total, value }) {
    tf.tidy(() => (total as tf.Variable).assign(tf.add(total, padded(value, total.size - value.size))))
    return []
  },
  gradient: 'none', // it updates in place
})

function padded(value: tf.Tensor, zeros: number): tf.Tensor {
  return zeros === 0 ? value : tf.concat([value, tf.zeros([zeros])])
}

const program = memoize(
  (count: number): Program => ({
    label: 'accumulate',
    wgsl: /* wgsl */ `
@group(0) @binding(0) var<storage, read> value: array<f32>;
@group(0) @binding(1) var<storage, read_write> total: array<f32>;
${openMain()}
  if (index < ${count}) { total[index] += value[index]; }
}`,
    workgroups: workgroupsFor(count),
  }),
)
