// The operations of TensorFlow.js that networks and losses use, with second gradients.
import { checkOp, opCase } from './ops/check-op.ts'
import { logSoftmax } from './ops/log-softmax.ts'
import * as tf from './tf.ts'

/** Operations on each entry by itself. */
const POINTWISE: Readonly<Record<string, [(x: tf.Tensor) => tf.Tensor, (x: number) => number]>> = {
  relu: [tf.relu, (x) => Math.max(0, x)],
  leakyRelu: [(x) => tf.leakyRelu(x, 0.1), (x) => (x > 0 ? x : 0.1 * x)],
  tanh: [tf.tanh, Math.tanh],
  sigmoid: [tf.sigmoid, (x) => 1 / (1 + Math.exp(-x))],
  exp: [tf.exp, Math.exp],
  softplus: [tf.softplus, (x) => Math.log1p(Math.exp(x))],
  'x · sigmoid(x)': [(x) => tf.mul(x, tf.sigmoid(x)), (x) => x / (1 + Math.exp(-x))],
}

const softmax = (x: Float64Array, width: number) =>
  x.map((value, i) => {
    const start = Math.floor(i / width) * width
    return Math.exp(value) / x.slice(start, start + width).reduce((sum, other) => sum + Math.exp(other), 0)
  })

checkOp('TensorFlow.js', [
  ...Object.entries(POINTWISE).map(([title, [run, value]]) =>
    opCase({ title, shapes: { x: [3, 4] }, run: ({ x }) => run(x), reference: ({ x }) => [x.map(value)] }),
  ),
  opCase({ title: 'softmax', shapes: { x: [3, 4] }, run: ({ x }) => tf.softmax(x), reference: ({ x }) => [softmax(x, 4)] }),
  opCase({
    title: 'log softmax',
    shapes: { x: [3, 4] },
    run: ({ x }) => logSoftmax(x),
    reference: ({ x }) => [softmax(x, 4).map(Math.log)],
  }),
  opCase({
    title: 'concat, slice and reshape',
    shapes: { x: [2, 3], y: [1, 3] },
    run: ({ x, y }) => {
      const joined = tf.reshape(tf.concat([x, y] as tf.Tensor2D[], 0), [9])
      return tf.square(tf.slice(joined, [2], [6]))
    },
    reference: ({ x, y }) => [Float64Array.from([...x, ...y].slice(2, 8), (value) => value * value)],
  }),
])
