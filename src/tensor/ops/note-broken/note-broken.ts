// Notes whether values have become infinite or not a number. Losses do not tell on every device: shaders may take the larger of a number and of
// what is none to be the number, so that ReLU hides it.
import { offsetsOf } from '../../placement.ts'
import { sizeOf } from '../../shape.ts'
import * as tf from '../../tf.ts'
import { valuesOf } from '../../wasm/tensors.ts'
import { defineOp, inputList, numberedInputs } from '../op.ts'
import { dispatch, memoize, openMain, type Program, workgroupsFor } from '../program.ts'

/**
 * Where one of the values is infinite or not a number, the last entry of `note` becomes other than 0, and stays so.
 * @param values allocated contiguously, in their order
 */
export function noteBroken(note: tf.Variable, values: readonly tf.Tensor[]): void {
  noteBrokenOp({ note, ...numberedInputs('value', values) }, {})
}

const noteBrokenOp = defineOp<string, object, tf.Tensor[]>({
  name: 'NoteBroken',
  webgpu(backend, inputs) {
    const values = inputList(inputs, 'value')
    const note = inputs.note as tf.TensorInfo
    const floats = offsetsOf(values.map(({ shape }) => sizeOf(shape))).at(-1) as number
    dispatch(backend, program(floats / 4, sizeOf(note.shape)), [values, note])
    return []
  },
  wasm(backend, inputs) {
    const note = valuesOf(backend, inputs.note as tf.TensorInfo)
    for (const value of inputList(inputs, 'value')) {
      for (const one of valuesOf(backend, value)) if (!Number.isFinite(one)) note[note.length - 1] = 1
    }
    return []
  },
  fallback({ note, ...inputs }) {
    const before = note as tf.Variable
    tf.tidy(() => {
      const zeros = inputList(inputs, 'value').map((value) => tf.sum(tf.mul(value, 0))) // or not numbers
      const isBroken = tf.sub(1, tf.cast(tf.equal(tf.sum(tf.stack(zeros)), 0), 'float32'))
      before.assign(tf.add(before, tf.concat([tf.zeros([before.size - 1]), tf.reshape(isBroken, [1])])))
    })
    return []
  },
  gradient: 'none', // it updates in place
})

/** The bits of a float32 that is not finite: its exponent is all ones. Bits, since a shader may assume that all floats are finite. */
const EXPONENT = '0x7f800000u'

const program = memoize(
  (quads: number, length: number): Program => ({
    label: 'note-broken',
    wgsl: /* wgsl */ `
@group(0) @binding(0) var<storage, read> value: array<vec4<u32>>;
@group(0) @binding(1) var<storage, read_write> note: array<f32>;
${openMain()}
  if (index < ${quads}) {
    let exponents = value[index] & vec4<u32>(${EXPONENT});
    if (any(exponents == vec4<u32>(${EXPONENT}))) { note[${length - 1}] = 1.0; }
  }
}`,
    workgroups: workgroupsFor(quads),
  }),
)
