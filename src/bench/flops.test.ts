// The cost of a step computed from its settings, against the operations that are sent to a device.
import { expect, test } from 'vitest'
import { createRun } from '../gan/run.ts'
import { stepFlops } from '../gan/step-flops.ts'
import { orientableImages, TINY } from '../gan/test-support.ts'
import { openDevice } from '../tensor/backend.ts'
import * as tf from '../tensor/tf.ts'
import { countFlops } from './flops.ts'

test.each([
  ['with rotations', TINY],
  ['of residual blocks', { ...TINY, architecture: 'resnet' as const }],
  ['with a gradient penalty', { ...TINY, penalty: 'r1' as const, penaltyEvery: 1 }],
  ['with two updates of D and no rotations', { ...TINY, discriminatorSteps: 2, rotatedShare: 0 }],
])('%s, the formula counts the operations of a step to a tenth', async (_name, config) => {
  await openDevice('cpu') // of TensorFlow.js's own kernels, each of which is counted
  const run = createRun(config, orientableImages(24))
  const counted = countFlops(tf.getBackend(), () => run.advance())
  run.dispose()
  expect(stepFlops(config, 3) / counted).toBeGreaterThan(0.9)
  expect(stepFlops(config, 3) / counted).toBeLessThan(1.1)
})
