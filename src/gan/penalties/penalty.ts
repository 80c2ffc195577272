// What D's loss can be extended by: a penalty on how steeply D changes with its input.
import type * as tf from '../../tensor/tf.ts'

export interface Penalty {
  /** The name under which its value is reported, before it is weighted. */
  readonly statistic: string
  /**
   * @param real upright real images before augmentation, [B, S, S, C]
   * @param realLogit D's logits of such images, [B, 1]
   */
  value(real: tf.Tensor4D, realLogit: (images: tf.Tensor4D) => tf.Tensor): tf.Scalar
}
