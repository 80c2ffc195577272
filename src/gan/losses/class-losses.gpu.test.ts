// What classes add to the losses, as operations: what D is told, the logit with it, and the task of predicting labels.
import { NO_CLASS } from '../../spec/classes.ts'
import { checkOp, opCase } from '../../tensor/ops/check-op.ts'
import * as tf from '../../tensor/tf.ts'
import { classTask } from './class-task.ts'
import { conditionalLogit } from './conditional-logit.ts'
import { toldClasses } from './told-classes.ts'

const [CLASSES, BATCH, ROTATED] = [3, 4, 2]
const REAL = [2, NO_CLASS, 0, NO_CLASS]
const FAKE = [1, 1, NO_CLASS, 0]
const ints = (labels: readonly number[]) => tf.tensor1d([...labels], 'int32')
const rowOf = (values: Float64Array, row: number) => Array.from(values.subarray(row * CLASSES, (row + 1) * CLASSES))
const oneHot = (label: number) => Array.from({ length: CLASSES }, (_, k) => (k === label ? 1 : 0))

function softmax(logits: readonly number[]): number[] {
  const exponentials = logits.map(Math.exp)
  const total = exponentials.reduce((sum, x) => sum + x)
  return exponentials.map((x) => x / total)
}

/** The first of the largest. */
const likeliest = (logits: readonly number[]) => logits.indexOf(Math.max(...logits))

checkOp('what D is told', [
  opCase({
    title: 'labels that are known, and zeros where one is missing',
    shapes: { logits: [BATCH + ROTATED, CLASSES] },
    differentiable: [],
    run: () => toldClasses([ints(REAL), ints(FAKE)], CLASSES),
    reference: () => [Float64Array.from([...REAL, ...FAKE].flatMap(oneHot))],
  }),
  opCase({
    title: 'the likeliest class where a label of the first group is missing',
    shapes: { logits: [BATCH + ROTATED, CLASSES] },
    values: { logits: Float32Array.of(0, 0, 0, -1, 2, 2, 0, 0, 9, 3, 1, 2, 0, 0, 0, 0, 0, 0) },
    differentiable: [],
    run: ({ logits }) => toldClasses([ints(REAL), ints(FAKE)], CLASSES, { logits: logits as tf.Tensor2D, soft: false }),
    reference: ({ logits }) => {
      const real = REAL.map((label, i) => (label === NO_CLASS ? likeliest(rowOf(logits, i)) : label))
      return [Float64Array.from([...real, ...FAKE].flatMap(oneHot))]
    },
  }),
  opCase({
    title: 'how likely each class is where a label is missing; no gradient flows through that',
    shapes: { logits: [BATCH, CLASSES] },
    run: ({ logits }) => toldClasses([ints(REAL)], CLASSES, { logits: logits as tf.Tensor2D, soft: true }),
    reference: ({ logits }) => [
      // a constant: its finite differences are those of what has no gradient
      Float64Array.from(REAL.flatMap((label, i) => (label === NO_CLASS ? softmax(rowOf(initial(logits), i)) : oneHot(label)))),
    ],
  }),
])

/** The first values that a case of this test gave: the later ones are moved for finite differences. */
const initial = (() => {
  let first: Float64Array | null = null
  return (values: Float64Array) => {
    first ??= Float64Array.from(values)
    return first
  }
})()

checkOp(
  'the conditional logit',
  [
    { groups: 1, rotated: 0, both: false },
    { groups: 2, rotated: ROTATED, both: false },
    { groups: 2, rotated: ROTATED, both: true },
    { groups: 1, rotated: 0, both: true },
  ].map(({ groups, rotated, both }) => {
    const ofGroup = BATCH + rotated
    return opCase({
      title: `${groups} groups of ${BATCH} images and ${rotated} rotated ones${both ? ', behind the logits of images alone' : ''}`,
      shapes: { realLogit: [groups * ofGroup, 1], projections: [groups * ofGroup, CLASSES], told: [groups * BATCH, CLASSES] },
      differentiable: ['realLogit', 'projections'],
      run: (inputs) => conditionalLogit(inputs, { batch: BATCH, both }),
      reference: ({ realLogit, projections, told }) => {
        const conditional = realLogit.map((logit, row) => {
          const place = row % ofGroup
          if (place >= BATCH) return logit
          const weights = rowOf(told, Math.floor(row / ofGroup) * BATCH + place)
          return rowOf(projections, row).reduce((sum, value, k) => sum + value * (weights[k] as number), logit)
        })
        return [both ? Float64Array.of(...realLogit, ...conditional) : conditional]
      },
    })
  }),
)

checkOp(
  'the class task',
  [
    ['some labels are missing', REAL],
    ['all are missing', REAL.map(() => NO_CLASS)],
  ].map(([title, labels]) =>
    opCase({
      title: title as string,
      shapes: { classLogits: [BATCH + ROTATED, CLASSES], scalars: [2] },
      differentiable: ['classLogits'],
      run: ({ classLogits, scalars }) =>
        classTask(classLogits as tf.Tensor2D, ints(labels as number[]), { vector: scalars as tf.Tensor1D, index: 1 }).loss,
      reference: ({ classLogits, scalars }) => {
        const entropies = (labels as number[]).flatMap((label, i) =>
          label === NO_CLASS ? [] : -Math.log(softmax(rowOf(classLogits, i))[label] as number),
        )
        return [Float64Array.of(((scalars[1] as number) * entropies.reduce((sum, x) => sum + x, 0)) / Math.max(entropies.length, 1))]
      },
    }),
  ),
)

checkOp('what is measured of the class task', [
  opCase({
    title: 'the sum of the cross-entropy, how many are predicted right, and how many there are',
    shapes: { classLogits: [BATCH, CLASSES] },
    values: { classLogits: Float32Array.of(0, 1, 2, 5, 0, 0, 1, 1, 0, 0, 0, 9) },
    differentiable: [],
    run: ({ classLogits }) => classTask(classLogits as tf.Tensor2D, ints([2, NO_CLASS, 1, 0]), { vector: tf.tensor1d([1]), index: 0 }).sums,
    reference: ({ classLogits }) => {
      const of = (row: number, label: number) => -Math.log(softmax(rowOf(classLogits, row))[label] as number)
      return [Float64Array.of(of(0, 2) + of(2, 1) + of(3, 0), 1, 3)] // of two largest the first counts: row 2 is wrong
    },
  }),
])
