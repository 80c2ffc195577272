// The loss of a pass and its gradient in TensorFlow.js's own operations: for backends without our kernels, and for second gradients.
import type { Tensors } from '../../tensor/ops/op.ts'
import * as tf from '../../tensor/tf.ts'
import { ROTATIONS } from '../networks/heads.ts'
import { scalarOf } from '../step-scalars.ts'
import { add, derivative, type Expression, type Group, toTensor } from './expression.ts'
import { type Attributes, conditionalGroups, type GroupOfPass, type InputName, isFormula, type NamedMeasure } from './pass-loss.ts'
import { rotationAccuracy, rotationLabels, rotationLoss } from './rotation.ts'

export function ganLossFallback(inputs: Tensors<InputName>, attributes: Attributes): [tf.Scalar, tf.Tensor1D] {
  const { terms, groups, rotationGroup, n, adversarialWeight, weightIndex, conditionalIndex, measures } = attributes
  const average = (formula: Expression, of = groups): tf.Scalar => tf.mean(toTensor(formula, uprightLogits(inputs, of, attributes)))
  const averageOfTerms = (of: readonly GroupOfPass[]) => terms.map((term) => average(term, of)).reduce((a, b) => tf.add(a, b))
  const adversarial = averageOfTerms(groups)
  const conditional = conditionalIndex === undefined ? tf.scalar(0) : averageOfTerms(conditionalGroups(groups))
  const conditionalWeight = conditionalIndex === undefined ? tf.scalar(0) : weightAt(inputs, conditionalIndex)
  const rotated = (group: Group) => rotatedLogits(inputs, attributes, group)
  // without rotations still tied to the head, whose gradient is then 0
  const rotation = n > 0 ? rotationLoss(rotated(rotationGroup), rotationLabels(n)) : tf.mul<tf.Scalar>(0, tf.sum(inputs.rotationLogits))
  const accuracy = (group: Group) => (n > 0 ? rotationAccuracy(rotated(group), rotationLabels(n)) : tf.scalar(0))
  const both = tf.add(adversarial, tf.mul(conditionalWeight, conditional))
  const loss = tf.add<tf.Scalar>(tf.mul(adversarialWeight, both), tf.mul(weightAt(inputs, weightIndex), rotation))
  const measured: Readonly<Record<NamedMeasure, () => tf.Tensor>> = {
    loss: () => loss,
    adversarial: () => adversarial,
    rotation: () => rotation,
    conditional: () => conditional,
    conditionalWeight: () => conditionalWeight,
    realAccuracy: () => accuracy('real'),
    fakeAccuracy: () => accuracy('fake'),
  }
  return [loss, tf.stack(measures.map((measure) => (isFormula(measure) ? average(measure) : measured[measure]()))) as tf.Tensor1D]
}

/** Of realLogit and of rotationLogits, for the gradient dy of the loss. */
export function ganLossGradientFallback(inputs: Tensors<InputName | 'dy'>, attributes: Attributes): [tf.Tensor, tf.Tensor] {
  const { terms, groups, rotationGroup, batch, n, adversarialWeight, weightIndex, conditionalIndex } = attributes
  const { dy, realLogit, rotationLogits } = inputs
  const derivatives = (of: readonly GroupOfPass[], weight: tf.Tensor) => {
    const upright = uprightLogits(inputs, of, attributes)
    return of.map(({ name, from }) => {
      const dTerms = toTensor(terms.map((term) => derivative(term, name)).reduce(add), upright)
      const value = tf.mul(weight, dTerms)
      return { from, value: tf.add(value, tf.zeros([batch, 1])) } // [B, 1], even where the derivative is a constant
    })
  }
  const weight = tf.mul(dy, adversarialWeight / batch)
  const ofClasses =
    conditionalIndex === undefined ? [] : derivatives(conditionalGroups(groups), tf.mul(weight, weightAt(inputs, conditionalIndex)))
  const dReal = [...derivatives(groups, weight), ...ofClasses]
  if (n === 0) return [placed(dReal, realLogit), tf.zeros(rotationLogits.shape)]
  const probabilities = tf.softmax(rotatedLogits(inputs, attributes, rotationGroup)) // [4n, 4]
  const rotationWeight = tf.div(tf.mul(dy, weightAt(inputs, weightIndex)), ROTATIONS * n)
  const value = tf.mul(rotationWeight, tf.sub(probabilities, rotationLabels(n)))
  return [placed(dReal, realLogit), placed([{ from: firstRow(attributes, rotationGroup) + batch - n, value }], rotationLogits)]
}

function firstRow({ groups }: Attributes, group: Group): number {
  return (groups.find(({ name }) => name === group) as Attributes['groups'][number]).from
}

/** The logits of each group's upright images, [B, 1]. */
function uprightLogits(
  { realLogit }: Tensors<InputName>,
  groups: readonly GroupOfPass[],
  { batch }: Attributes,
): Partial<Record<Group, tf.Tensor>> {
  return Object.fromEntries(groups.map(({ name, from }) => [name, tf.slice(realLogit, [from, 0], [batch, 1])]))
}

/** The rotation logits of a group's images that are there in all four rotations, [4n, 4]. */
function rotatedLogits({ rotationLogits }: Tensors<InputName>, attributes: Attributes, group: Group): tf.Tensor2D {
  const { batch, n } = attributes
  return tf.slice(rotationLogits as tf.Tensor2D, [firstRow(attributes, group) + batch - n, 0], [ROTATIONS * n, ROTATIONS])
}

function weightAt({ scalars }: Tensors<InputName>, index: number): tf.Scalar {
  return scalarOf({ vector: scalars as tf.Tensor1D, index })
}

/** Some rows of a matrix of the shape of `like`, which is 0 elsewhere. */
function placed(parts: readonly { readonly from: number; readonly value: tf.Tensor }[], like: tf.Tensor): tf.Tensor {
  const [rows, width] = like.shape as [number, number]
  const blocks: tf.Tensor[] = []
  let row = 0
  const fillTo = (end: number) => {
    if (end > row) blocks.push(tf.zeros([end - row, width]))
    row = end
  }
  for (const { from, value } of [...parts].sort((a, b) => a.from - b.from)) {
    fillTo(from)
    blocks.push(value)
    row = from + (value.shape[0] as number)
  }
  fillTo(rows)
  return tf.concat(blocks, 0)
}
