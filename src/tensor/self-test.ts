// The start-up check of a device: a small forward pass and its gradients against numbers known from PyTorch
// (reference/self_test.py). Some drivers compute gradients wrongly without any error; training there would only waste time.
import { lossAndGradients } from './gradients.ts'
import { convolve } from './ops/conv2d/convolve.ts'
import { logSoftmax } from './ops/log-softmax.ts'
import { readNumbers } from './readback.ts'
import * as tf from './tf.ts'

/** The loss, and of each gradient its norm and its entries 0, 7, 11 and last. */
const KNOWN = {
  loss: 19.08235585888462,
  x: { norm: 6.948336397033995, entries: [-0.5388087353354516, -1.2250483234139797, -0.01046454542042249, -0.552659032629666] },
  w: { norm: 8.106833749475888, entries: [-0.5603499531230097, -0.02543150132351711, -0.000538434658037712, -0.029703788108023883] },
  v: { norm: 8.737251480413098, entries: [-2.6375752542856152, 0.06616961263844834, 0.09888582801153686, -0.10918118873804873] },
} as const

/** For float32 and other orders of summation; a wrong kernel is off by far more. */
const TOLERANCE = 1e-3

/** The same numbers as in the reference: multiples of 1/5 from -1 to 1. */
function pattern(shape: number[]): tf.Tensor {
  const count = shape.reduce((product, side) => product * side, 1)
  return tf.tensor(
    Float32Array.from({ length: count }, (_, i) => (((i * 7) % 11) - 5) / 5),
    shape,
  )
}

/** Computes on the current backend; returns what is wrong in words, or null where all is right. */
export async function checkDevice(): Promise<string | null> {
  const results = tf.tidy(() => {
    const { loss, gradients } = lossAndGradients(
      { x: pattern([2, 4, 4, 3]), w: pattern([4, 4, 3, 4]), v: pattern([16, 5]) },
      ({ x, w, v }) => {
        const features = convolve(x as tf.Tensor4D, w as tf.Tensor4D, tf.zeros([4]), 2, { kind: 'leakyRelu', leak: 0.1 }) // [2, 4, 4, 3] → [2, 2, 2, 4]
        const logits = tf.matMul(tf.reshape(features, [2, 16]), v as tf.Tensor2D) // → [2, 5]
        const first = tf.slice(logSoftmax(logits), [0, 0], [2, 1]) // → [2, 1]
        return { loss: tf.sub(tf.mean(tf.softplus(logits)), tf.mean(first)) as tf.Scalar, extra: {} }
      },
    )
    return { loss, ...gradients } as Record<keyof typeof KNOWN, tf.Tensor>
  })
  try {
    const [loss = Number.NaN] = await readNumbers(results.loss)
    if (!close(loss, KNOWN.loss)) return `the loss of a known example is ${loss}, not ${KNOWN.loss}`
    for (const name of ['x', 'w', 'v'] as const) {
      const values = await readNumbers(results[name])
      const { norm, entries } = KNOWN[name]
      const seen = [0, 7, 11, values.length - 1].map((i) => values[i] as number)
      if (!close(Math.hypot(...values), norm)) return `the gradient of “${name}” has the wrong length`
      if (!seen.every((value, i) => close(value, entries[i] as number))) return `the gradient of “${name}” has wrong entries`
    }
    return null
  } finally {
    tf.dispose(results)
  }
}

function close(value: number, wanted: number): boolean {
  return Math.abs(value - wanted) <= TOLERANCE * Math.max(1, Math.abs(wanted)) // false for NaN
}
