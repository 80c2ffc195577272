// What a discriminator predicts of images without a label.
import { beforeAll, expect, test } from 'vitest'
import { gatherImages } from '../../data/sampling.ts'
import { normaliseWeights } from '../../gan/networks/spectral-norm.ts'
import { createRun } from '../../gan/run.ts'
import { orientableImages, TINY } from '../../gan/test-support.ts'
import { NO_CLASS } from '../../spec/classes.ts'
import type { RunConfig } from '../../spec/config.ts'
import { openTestDevice } from '../../tensor/test-devices.ts'
import * as tf from '../../tensor/tf.ts'
import { analyseHere } from '../analysis.ts'
import { likeliest } from './inferred.ts'
import { findClasses } from './labelling.ts'
import { predictedClasses } from './predicted-classes.ts'

beforeAll(async () => {
  await openTestDevice('wasm')
})

const names = ['a', 'b', 'c']
const dataset = { ...orientableImages(70), labels: { names, ofImages: Array.from({ length: 70 }, (_, i) => i % 3) } } // a whole batch and a part
const deps = { analyse: analyseHere, now: () => 0, network: () => Promise.reject(new Error('no network is needed')) }

async function openRun(conditioning: RunConfig['conditioning']) {
  const run = createRun({ ...TINY, conditioning, labelShare: 0.1 }, dataset)
  run.setClasses(await findClasses(run, dataset, deps))
  return run
}

test('images with a label keep it, and each other one has the class of its highest logit, with its probability', async () => {
  const run = await openRun('co-trained')
  const before = tf.memory().numTensors
  const predicted = await predictedClasses(run, dataset)
  expect(tf.memory().numTensors).toBe(before)
  const { network, weights, spectralU } = run.models.discriminator
  const images = tf.tensor4d(gatherImages(dataset, [...Array(70).keys()]), [70, 16, 16, 3])
  const { classLogits } = network.forward(normaliseWeights(weights, spectralU, false), images)
  const chances = (await (tf.softmax(classLogits as tf.Tensor2D) as tf.Tensor2D).array()) as number[][]
  expect(run.classes?.given.filter((label) => label !== NO_CLASS)).toHaveLength(6)
  chances.forEach((row, image) => {
    const given = run.classes?.given[image] as number
    const likeliest = row.indexOf(Math.max(...row))
    expect(predicted?.ofImages[image]).toBe(given === NO_CLASS ? likeliest : given)
    expect(predicted?.confidence[image]).toBeCloseTo(given === NO_CLASS ? (row[likeliest] as number) : 1, 5)
  })
  expect(run.classes?.ofImages).toEqual(run.classes?.given) // those of the run stay as they are
  run.dispose()
})

test('what is predicted is never as certain as what was given', () => {
  const { ofImages, confidence } = likeliest([0, 1, 1, 0], Int32Array.of(NO_CLASS, 0), 2)
  expect([...ofImages]).toEqual([1, 0])
  expect(confidence[0]).toBeLessThan(1)
  expect(confidence[1]).toBe(1)
})

test('a run whose discriminator predicts no labels has no predictions', async () => {
  const run = await openRun('given')
  expect(await predictedClasses(run, dataset)).toBeNull()
  run.dispose()
})
