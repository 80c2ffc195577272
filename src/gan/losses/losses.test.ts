// The losses on logits small enough to work out by hand; the whole step is held to PyTorch in step.gpu.test.ts.
import { beforeAll, describe, expect, test } from 'vitest'
import { openDevice } from '../../tensor/backend.ts'
import { readNumbers } from '../../tensor/readback.ts'
import * as tf from '../../tensor/tf.ts'
import { type Expression, toTensor } from './expression.ts'
import { LOSSES } from './registry.ts'
import { rotationAccuracy, rotationLabels, rotationLoss } from './rotation.ts'

beforeAll(async () => {
  await openDevice('cpu')
})

const value = async (scalar: tf.Scalar) => (await readNumbers(scalar))[0]
const column = (...logits: number[]) => tf.tensor2d(logits, [logits.length, 1])
/** The sum of the means of the terms. */
const lossOf = (terms: readonly Expression[], real: tf.Tensor, fake: tf.Tensor): tf.Scalar =>
  terms.map((term): tf.Scalar => tf.mean(toTensor(term, { real, fake }))).reduce((a, b) => tf.add(a, b))
const softplus = (x: number) => Math.log1p(Math.exp(x))

describe('on real logits 2 and 1/2 and fake logits -3 and 1', () => {
  test.each([
    // hinge: reals (0 + ½)/2, fakes (0 + 2)/2
    ['hinge', 0.25 + 1, 1],
    ['non-saturating', (softplus(-2) + softplus(-0.5) + softplus(-3) + softplus(1)) / 2, (softplus(3) + softplus(-1)) / 2],
    ['wasserstein', -1 - 1.25, 1],
    // least squares: ½ (1 + ¼)/2 + ½ (9 + 1)/2, and ½ (16 + 0)/2
    ['least-squares', 0.3125 + 2.5, 4],
  ] as const)('%s is what its formula says', async (loss, ofD, ofG) => {
    expect(await value(lossOf(LOSSES[loss].discriminator, column(2, 0.5), column(-3, 1)))).toBeCloseTo(ofD, 5)
    expect(await value(lossOf(LOSSES[loss].generator, column(2, 0.5), column(-3, 1)))).toBeCloseTo(ofG, 5)
  })
})

test('non-saturating stays finite where a sigmoid is 0 or 1 in float32', async () => {
  const { discriminator, generator } = LOSSES['non-saturating']
  expect(await value(lossOf(discriminator, column(-200), column(200)))).toBeCloseTo(400, 3)
  expect(await value(lossOf(generator, column(0), column(-200)))).toBeCloseTo(200, 3)
})

describe('rotation', () => {
  test('labels are grouped by angle: 0 0 1 1 2 2 3 3 for n = 2', async () => {
    const labels = await readNumbers(tf.argMax(rotationLabels(2), 1))
    expect(Array.from(labels)).toEqual([0, 0, 1, 1, 2, 2, 3, 3])
  })

  test('the loss is the mean cross-entropy, the accuracy the share predicted right', async () => {
    const certain = [0, 2, 1, 1, 2, 3, 3, 3] // against 0 0 1 1 2 2 3 3: six of eight
    const logits = tf.tensor2d(
      certain.flatMap((turn) => [0, 1, 2, 3].map((i) => (i === turn ? 2 : 0))),
      [8, 4],
    )
    const all = Math.log(Math.exp(2) + 3)
    expect(await value(rotationLoss(logits, rotationLabels(2)))).toBeCloseTo((6 * (all - 2) + 2 * all) / 8, 5)
    expect(await value(rotationAccuracy(logits, rotationLabels(2)))).toBeCloseTo(6 / 8, 6)
  })
})
