// What D's loss can be extended by: a penalty on what D makes of real or fake images, such as how steeply it changes with its input.
import type * as tf from '../../tensor/tf.ts'
import type { Group } from '../losses/expression.ts'

export interface Penalty {
  /** The name under which its value is reported, before it is weighted. */
  readonly statistic: string
  /** What it costs, its gradient included, in forward passes of D over B images; to tell how long a step will take. */
  readonly forwardPasses: number
  /**
   * @param images upright and before augmentation, [B, S, S, C] of each group
   * @param logit D's logits of such images of a group, [B, 1]; with classes and no ramp those of their classes
   */
  value(images: Readonly<Record<Group, tf.Tensor4D>>, logit: (images: tf.Tensor4D, group: Group) => tf.Tensor): tf.Scalar
}
