// log softmax as a composition that can be differentiated twice. The second gradient of TensorFlow.js's own is silently wrong: its first
// is computed from an output that is not connected with the input.
import { withoutGradient } from '../gradients.ts'
import * as tf from '../tf.ts'

/** x - log Σ exp(x) along the last axis. */
export function logSoftmax<T extends tf.Tensor>(logits: T): T {
  const largest = withoutGradient(() => tf.max(logits, -1, true)) // subtracted so that exp does not overflow
  const shifted = tf.sub(logits, largest)
  return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), -1, true))) as T
}
