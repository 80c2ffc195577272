// Reading values back from the device, without blocking.
import { rangeOf, readRange } from './stream.ts'
import * as tf from './tf.ts'

/** Reads a flat tensor without blocking. `dataSync` would stall the device and does not exist on every backend. */
export async function readNumbers(tensor: tf.Tensor): Promise<Float32Array> {
  return (await tensor.data()) as Float32Array
}

/**
 * Reads the values that a tensor has after everything queued so far, while steps that change it in place are queued already: `readNumbers`
 * would remember these values as those after the steps.
 */
export async function readWhileChanging(tensor: tf.Tensor): Promise<Float32Array> {
  const { backend } = tf.engine()
  return backend instanceof tf.WebGPUBackend ? readRange(backend, rangeOf(backend, tensor)) : readNumbers(tensor)
}

/** Reads the result of a computation and frees everything made on the way. */
export async function compute(make: () => tf.Tensor): Promise<Float32Array> {
  const result = tf.tidy(make)
  try {
    return await readNumbers(result)
  } finally {
    result.dispose()
  }
}
