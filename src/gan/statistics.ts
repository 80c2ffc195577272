// What a training step measures, by name: a new statistic is one line where it is computed.
import type * as tf from '../tensor/tf.ts'

/** Names and, in the same order, their values on the device. */
export interface Statistics {
  readonly names: readonly string[]
  readonly values: tf.Tensor1D
}
