// A step in slow motion between replayed steps on the GPU.
import { beforeAll, expect, test } from 'vitest'
import type { SlowStep } from '../spec/slow-step.ts'
import { openTestDevice } from '../tensor/test-devices.ts'
import * as tf from '../tensor/tf.ts'
import { stateOf } from './models.ts'
import { createRun } from './run.ts'
import { namesOfChanged, orientableImages, TINY, valuesOf } from './test-support.ts'

beforeAll(async () => {
  await openTestDevice('webgpu')
})

test('replayed steps and steps in slow motion are the same, bit for bit; each shows its own images, and only the first allocates', async () => {
  const images = orientableImages(24)
  const [plain, slow] = [createRun(TINY, images), createRun(TINY, images)]
  const shown: SlowStep[] = []
  const tensors: number[] = []
  for (let step = 0; step < 4; step++) {
    plain.advance()
    if (step === 0) slow.advance()
    else shown.push(await slow.slowStep())
    tensors.push(tf.memory().numTensors)
  }
  expect(namesOfChanged(await valuesOf(stateOf(plain.models)), await valuesOf(stateOf(slow.models)))).toEqual([])
  expect(await slow.report()).toEqual(await plain.report())
  expect(shown.map(({ step }) => step)).toEqual([2, 3, 4])
  expect(new Set(shown.map(({ real, before }) => JSON.stringify([real.pictures.pixels, before]))).size).toBe(3)
  expect(tensors[2]).toBe(tensors[1])
  expect(tensors[3]).toBe(tensors[1])
  plain.dispose()
  slow.dispose()
})
