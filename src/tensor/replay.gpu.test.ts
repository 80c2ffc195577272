// Work done again: recorded or not, it gives the same bits, and recordings that share their buffers do not disturb each other.
import { beforeAll, expect, test } from 'vitest'
import { openDevice } from './backend.ts'
import { normals } from './ops/test-support.ts'
import { readNumbers } from './readback.ts'
import { createRecorder, type ExecutionMode } from './replay.ts'
import { setValues } from './stream.ts'
import * as tf from './tf.ts'

const SIDE = 24

beforeAll(async () => {
  await openDevice('webgpu')
})

/** Two works in turns, the second on what the first gave, with other values each time. */
async function resultsOf(mode: ExecutionMode): Promise<Float32Array[]> {
  const before = tf.memory().numTensors
  const x = tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R2>([SIDE, SIDE]))) as tf.Variable<tf.Rank.R2>
  const recorder = createRecorder(mode)
  const kept = () => [x]
  let first: { product: tf.Tensor2D; sum: tf.Tensor } | null = null
  const one = recorder.record(kept, () => {
    const product = tf.tanh(tf.matMul(x, tf.add(x, 1))) as tf.Tensor2D
    return { product, sum: tf.sum(tf.mul(product, 0.5), 0) }
  })
  const other = recorder.record(kept, () => {
    const { product, sum } = first as NonNullable<typeof first>
    return tf.tanh(tf.matMul(tf.mul(product, 2), tf.add(x, sum)))
  })
  const results: Float32Array[] = []
  for (let round = 0; round < 4; round++) {
    setValues(x, normals([SIDE, SIDE], round))
    first = one()
    const read = async (tensor: tf.Tensor) => results.push(Float32Array.from(await readNumbers(tensor)))
    for (const tensor of [first.sum, other(), first.product]) await read(tensor)
    await read(other()) // once more on the same
  }
  recorder.dispose()
  x.dispose()
  expect(tf.memory().numTensors).toBe(before)
  return results
}

test('replayed work gives the bits of work queued operation by operation', async () => {
  const [eager, replayed] = [await resultsOf('eager'), await resultsOf('replayed')]
  expect(replayed).toEqual(eager)
  expect(eager[3]).toEqual(eager[1])
  expect(eager[4]).not.toEqual(eager[0]) // of the next round
})
