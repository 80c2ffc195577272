// Random numbers of the device against those of rng.ts.
import { beforeAll, expect, test } from 'vitest'
import { type Purpose, RandomStream } from '../../../spec/rng.ts'
import { openDevice } from '../../backend.ts'
import { compute } from '../../readback.ts'
import * as tf from '../../tf.ts'
import { drawNumbers } from './random.ts'

beforeAll(async () => {
  await openDevice('webgpu')
})

const [seed, stream] = [0xfedcba98, 70_001]
const draw = (kind: 'uniform' | 'normal', purpose: Purpose, shape: number[]) =>
  compute(() => drawNumbers(tf.tensor1d(Int32Array.of(5, seed, 6, stream), 'int32'), { purpose, seedAt: 1, indexAt: 3 }, kind, shape))

test.each(['latentD', 'augmentationG'] as const)('uniform numbers of %s are the same to the last bit of float32', async (purpose) => {
  const seen = await draw('uniform', purpose, [37, 7])
  const wanted = new RandomStream(seed, purpose, stream).uniforms(37 * 7)
  for (const [i, value] of wanted.entries()) expect(Math.abs((seen[i] as number) - value)).toBeLessThanOrEqual(2 ** -24)
})

test('normal numbers are the same but for the device’s logarithm and sine', async () => {
  const seen = await draw('normal', 'latentD', [1000, 3])
  const wanted = new RandomStream(seed, 'latentD', stream).normals(3000)
  for (const [i, value] of wanted.entries()) expect(Math.abs((seen[i] as number) - value)).toBeLessThan(5e-4)
})

test('another seed, purpose or stream is another sequence', async () => {
  const [one, other] = [await draw('uniform', 'latentD', [8]), await draw('uniform', 'latentG', [8])]
  expect(other).not.toEqual(one)
})
