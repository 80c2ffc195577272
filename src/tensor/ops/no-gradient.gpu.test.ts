// The operations without a gradient: those that update in place, and those that read bytes or draw numbers.
import { RandomStream } from '../../spec/rng.ts'
import { contiguousVariables } from '../placement.ts'
import * as tf from '../tf.ts'
import { accumulate } from './accumulate/accumulate.ts'
import { adamStep } from './adam/adam.ts'
import { type AdamArrays, adamReference } from './adam/reference.ts'
import { checkOp, opCase } from './check-op.ts'
import { gatherBatch, imageIndex, packedBytes } from './gather/gather.ts'
import { gatherReference } from './gather/reference.ts'
import { noteBroken } from './note-broken/note-broken.ts'
import { drawNumbers } from './random/random.ts'
import { normals } from './test-support.ts'

/** Variables of these values, changed by `update`; what they hold then. */
function updated(
  values: Readonly<Record<string, Float32Array>>,
  update: (variables: Readonly<Record<string, tf.Variable>>) => void,
): tf.Tensor[] {
  const initial = Object.entries(values).map(([name, own]) => [name, { shape: [own.length], values: own }] as const)
  const variables = Object.fromEntries(initial.map(([name, own]) => [name, contiguousVariables({ [name]: own })[name] as tf.Variable]))
  update(variables)
  const results = Object.values(variables).map((variable) => tf.mul(variable, 1))
  tf.dispose(variables)
  return results
}

checkOp('accumulate', [
  opCase({
    title: 'total + value',
    shapes: { total: [7], value: [7] },
    differentiable: [],
    run: ({ value }) => updated({ total: normals([7], 1) }, ({ total }) => accumulate(total as tf.Variable, value)),
    reference: ({ total, value }) => [total.map((sum, i) => sum + (value[i] as number))],
  }),
])

checkOp('note broken', [
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((bad) =>
    opCase({
      title: `one ${bad} among many`,
      shapes: { note: [5], value: [300] },
      differentiable: [],
      run: () =>
        updated({ note: normals([5], 1).fill(0, 4), value: normals([300], 2).fill(bad, 298, 299) }, ({ note, value }) =>
          noteBroken(note as tf.Variable, [value as tf.Variable]),
        ).slice(0, 1),
      reference: () => [Float64Array.from(normals([5], 1).fill(1, 4))],
    }),
  ),
  opCase({
    title: 'nothing where all are finite',
    shapes: { note: [5], value: [300] },
    differentiable: [],
    run: () =>
      updated({ note: normals([5], 1).fill(0, 4), value: normals([300], 2).fill(3e38, 298) }, ({ note, value }) =>
        noteBroken(note as tf.Variable, [value as tf.Variable]),
      ).slice(0, 1),
    reference: () => [Float64Array.from(normals([5], 1).fill(0, 4))],
  }),
])

const STATE = { weight: normals([9], 1), first: normals([9], 2), second: normals([9], 3).map(Math.abs), average: normals([9], 4) }
const RATES = [0.01, 1.5, 0.5, 0.9, 0.75] as const // exact in float32, or nearly

checkOp('Adam', [
  opCase({
    title: 'one weight with its average',
    shapes: { gradient: [9] },
    differentiable: [],
    run: ({ gradient }) =>
      updated(STATE, ({ weight, first, second, average }) => {
        const lists = { weights: [weight], firstMoments: [first], secondMoments: [second], averages: [average] }
        adamStep(lists as Parameters<typeof adamStep>[0], [gradient], tf.tensor1d([...RATES]), { adam: 0, decay: 4 })
      }),
    reference: ({ gradient }) => {
      const state = Object.fromEntries(Object.entries(STATE).map(([name, values]) => [name, Float64Array.from(values)]))
      return Object.values(adamReference(state as unknown as AdamArrays, gradient, RATES))
    },
  }),
])

const SET = Uint8Array.from({ length: 3 * 2 * 3 * 3 }, (_, i) => (i * 37) % 256) // three images of 2 x 3 pixels
const INDICES = [imageIndex(2, false), imageIndex(0, true)]

checkOp('gather', [
  opCase({
    title: 'one image as it is and one mirrored',
    shapes: {},
    run: () => gatherBatch(packedBytes(SET), tf.tensor1d(Int32Array.from([7, ...INDICES]), 'int32'), 1, [2, 2, 3, 3]),
    reference: () => [Float64Array.from(gatherReference(SET, Uint32Array.from(INDICES), [2, 2, 3, 3]))],
  }),
])

const [SEED, STREAM] = [0xfedcba98, 70_001]

checkOp('random numbers', [
  opCase({
    title: 'uniform',
    shapes: {},
    run: () =>
      drawNumbers(tf.tensor1d(Int32Array.of(SEED, STREAM), 'int32'), { purpose: 'latentD', seedAt: 0, indexAt: 1 }, 'uniform', [3, 3]),
    reference: () => [Float64Array.from(new RandomStream(SEED, 'latentD', STREAM).uniforms(9))],
  }),
])
