// Reading values back from the device, without blocking.
import * as tf from './tf.ts'

/** Reads a flat tensor without blocking. `dataSync` would stall the device and does not exist on every backend. */
export async function readNumbers(tensor: tf.Tensor): Promise<Float32Array> {
  return (await tensor.data()) as Float32Array
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
