import { expect, test } from 'vitest'
import { openTestDevice } from '../../test-devices.ts'
import * as tf from '../../tf.ts'
import { checkOp, opCase } from '../check-op.ts'
import { averagePoolReference, type Blocks, upsampleReference } from './reference.ts'
import { averagePool, upsample } from './resample.ts'

const CASES: readonly Blocks[] = [
  { batch: 1, height: 1, width: 1, channels: 1, factor: 2 },
  { batch: 2, height: 2, width: 3, channels: 3, factor: 2 },
  { batch: 2, height: 2, width: 1, channels: 8, factor: 2 },
  { batch: 1, height: 1, width: 2, channels: 6, factor: 3 },
  { batch: 3, height: 1, width: 1, channels: 4, factor: 4 }, // the mean of a whole picture
]

checkOp(
  'upsample',
  CASES.map((blocks) => {
    const { batch, height, width, channels, factor } = blocks
    return opCase({
      title: JSON.stringify(blocks),
      shapes: { x: [batch, height, width, channels] },
      run: ({ x }) => upsample(x as tf.Tensor4D, factor),
      reference: ({ x }) => [upsampleReference(blocks, x)],
    })
  }),
)

checkOp(
  'average pool',
  CASES.map((blocks) => {
    const { batch, height, width, channels, factor } = blocks
    return opCase({
      title: JSON.stringify(blocks),
      shapes: { x: [batch, height * factor, width * factor, channels] },
      run: ({ x }) => averagePool(x as tf.Tensor4D, factor),
      reference: ({ x }) => [averagePoolReference(blocks, x)],
    })
  }),
)

test('a picture that is not made of whole blocks is refused', async () => {
  await openTestDevice('wasm')
  expect(() => tf.tidy(() => averagePool(tf.zeros([1, 4, 5, 1]), 2))).toThrow('4 x 5 pixels')
})
