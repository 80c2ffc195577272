// The kernels for engines with relaxed SIMD, which multiply and add with one rounding. Node 20 has it behind a flag; current browsers have it.
import { setFlagsFromString } from 'node:v8'
import { afterEach, expect, test } from 'vitest'
import { filterGradientReference, forwardReference, inputGradientReference } from '../tensor/ops/conv2d/reference.ts'
import { convShape } from '../tensor/ops/conv2d/shape.ts'
import { normals, relativeError } from '../tensor/ops/test-support.ts'
import { openTestDevice } from '../tensor/test-devices.ts'
import * as tf from '../tensor/tf.ts'

const FLAG = 'experimental-wasm-relaxed-simd'
const behindFlag = Number.parseInt(process.versions.node, 10) < 21

type Sides = [number, number, number, number]
const X: Sides = [2, 17, 15, 7]
const FILTER: Sides = [3, 3, 7, 9]
const Y: Sides = [2, 17, 15, 9]

afterEach(() => {
  if (behindFlag) setFlagsFromString(`--no-${FLAG}`)
})

async function convolved(): Promise<Float32Array[]> {
  await openTestDevice('wasm on 2 threads') // with its own check
  const tensors = tf.tidy(() => {
    const operation = (x: tf.Tensor, filter: tf.Tensor): tf.Tensor => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same')
    const inputs = [tf.tensor(normals(X, 1), X), tf.tensor(normals(FILTER, 2), FILTER)]
    const { value, grads } = tf.valueAndGrads(operation)(inputs, tf.tensor(normals(Y, 3), Y))
    return [value, ...grads]
  })
  return Promise.all(tensors.map(async (tensor) => Float32Array.from(await tensor.data())))
}

test('are used where the engine has it, and compute the same but for rounding', async () => {
  const plain = await convolved()
  if (behindFlag) setFlagsFromString(`--${FLAG}`)
  const relaxed = await convolved()
  const shape = convShape(X, FILTER, 1, 'same')
  const [x, filter, dy] = [normals(X, 1), normals(FILTER, 2), normals(Y, 3)]
  const wanted = [forwardReference(shape, x, filter), inputGradientReference(shape, dy, filter), filterGradientReference(shape, x, dy)]
  for (const [i, values] of wanted.entries()) expect(relativeError(relaxed[i] as Float32Array, values)).toBeLessThan(2e-5)
  if (behindFlag) expect(relaxed).not.toEqual(plain)
})
