// The loss of a pass in TensorFlow.js's own operations: what the kernels are held to, and what backends without them compute.
import * as tf from '../../tensor/tf.ts'
import { TURNS } from '../networks/architecture.ts'
import type { NamedScalar } from '../step-scalars.ts'
import { toTensor } from './expression.ts'
import type { DiscriminatorOutput, Measure, PassLoss } from './pass-loss.ts'
import { rotationAccuracy, rotationLabels, rotationLoss } from './rotation.ts'

export function ganLossReference(
  { realLogit, rotationLogits }: DiscriminatorOutput,
  rotationWeight: NamedScalar,
  { terms, groups, rotationGroup, batch, n, adversarialWeight, measures }: PassLoss,
): { loss: tf.Scalar; values: tf.Tensor1D } {
  const upright = Object.fromEntries(groups.map(({ name, from }) => [name, tf.slice(realLogit, [from, 0], [batch, 1])]))
  const adversarial = terms.map((term): tf.Scalar => tf.mean(toTensor(term, upright))).reduce((a, b) => tf.add(a, b))
  /** Logits of the images that are there in all four rotations, [4n, 4]. */
  const rotated = (group: string) => {
    const { from } = groups.find(({ name }) => name === group) as PassLoss['groups'][number]
    return tf.slice(rotationLogits, [from + batch - n, 0], [TURNS * n, TURNS])
  }
  // without rotations still tied to the head, whose gradient is then 0
  const rotation = n > 0 ? rotationLoss(rotated(rotationGroup), rotationLabels(n)) : tf.mul<tf.Scalar>(0, tf.sum(rotationLogits))
  const accuracy = (group: string) => (n > 0 ? rotationAccuracy(rotated(group), rotationLabels(n)) : tf.scalar(0))
  const weight = tf.reshape(tf.slice(rotationWeight.vector, [rotationWeight.index], [1]), [])
  const loss = tf.add<tf.Scalar>(tf.mul(adversarialWeight, adversarial), tf.mul(weight, rotation))
  const measured: Readonly<Record<Measure, () => tf.Tensor>> = {
    loss: () => loss,
    adversarial: () => adversarial,
    rotation: () => rotation,
    realLogit: () => tf.mean(upright.real as tf.Tensor),
    fakeLogit: () => tf.mean(upright.fake as tf.Tensor),
    realAccuracy: () => accuracy('real'),
    fakeAccuracy: () => accuracy('fake'),
  }
  return { loss, values: tf.stack(measures.map((measure) => measured[measure]())) as tf.Tensor1D }
}
