// Gradients of TensorFlow.js's operations that cannot be differentiated again, in a form that can. TensorFlow.js has none of a comparison,
// and where a gradient is computed from the output it kept, a second gradient would silently miss the way through that output.
import { isDifferentiated } from './ops/op.ts'
import * as tf from './tf.ts'

// As its GreaterEqual has; leakyRelu's gradient asks where x > 0.
tf.registerGradient({
  kernelName: 'Greater',
  inputsToSave: ['a', 'b'],
  gradFunc: (_dy, [a, b]) => ({ a: () => tf.zerosLike(a as tf.Tensor), b: () => tf.zerosLike(b as tf.Tensor) }),
})

/** @param gradient dx from dy and y, as TensorFlow.js has it; @param compute y again, connected with x */
function computedAgain(
  kernelName: string,
  input: string,
  compute: (x: tf.Tensor) => tf.Tensor,
  gradient: (dy: tf.Tensor, y: tf.Tensor) => tf.Tensor,
): void {
  tf.registerGradient({
    kernelName,
    inputsToSave: [input],
    outputsToSave: [true],
    gradFunc: (dy, kept) => {
      const [x, y] = kept as [tf.Tensor, tf.Tensor]
      return { [input]: () => gradient(dy as tf.Tensor, isDifferentiated() ? compute(x) : y) }
    },
  })
}

computedAgain('Tanh', 'x', tf.tanh, (dy, y) => tf.mul(tf.sub(1, tf.square(y)), dy))
computedAgain('Sigmoid', 'x', tf.sigmoid, (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y))))
computedAgain('Exp', 'x', tf.exp, (dy, y) => tf.mul(dy, y))
computedAgain('Softmax', 'logits', tf.softmax, (dy, y) => {
  const product = tf.mul(dy, y)
  return tf.sub(product, tf.mul(tf.sum(product, -1, true), y)) // along the last axis, the only one TensorFlow.js's kernel knows
})
