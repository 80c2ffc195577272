// The augmented views on WebAssembly have the same bits on any number of threads, at a shape that is large enough to be shared.
import { expect, test } from 'vitest'
import * as tf from '../../tensor/tf.ts'
import { random, sameBitsOnThreads, type Work, withGradients } from '../../tensor/wasm/test-threads.ts'
import { MIN_SHARED_WORK } from '../../tensor/wasm/threads.ts'
import { DRAWS_PER_IMAGE } from './programs.ts'
import { augmentedViews } from './views.ts'

const views: Work = () => {
  const [groups, batch, n] = [2, 5, 3]
  const rows = groups * (batch + 3 * n)
  const draws = tf.sub(1, tf.tanh(tf.square(random([rows, DRAWS_PER_IMAGE], 9)))) as tf.Tensor2D // between 0 and 1
  const changes = { color: true, shift: true, hole: true }
  const variation = { draws, strengths: { vector: tf.tensor1d([0.5, 2, 5]), index: 0 }, changes }
  return withGradients((images) => augmentedViews(images as tf.Tensor4D, groups, n, variation), [groups * batch, 31, 31, 3])()
}

const shared = sameBitsOnThreads([['rotation and augmentation', views]])

test('both functions were shared among threads', () => {
  expect([...shared.keys()].sort()).toEqual(['augmentedViews', 'augmentedViewsGradient'])
  expect(Math.min(...shared.values())).toBeGreaterThanOrEqual(MIN_SHARED_WORK)
})
