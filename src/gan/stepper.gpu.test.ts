// Replayed steps on the device against single steps on inputs drawn on the host.
import { beforeAll, expect, test } from 'vitest'
import { gatherImages } from '../data/sampling.ts'
import type { RunConfig } from '../spec/config.ts'
import { openDevice } from '../tensor/backend.ts'
import { gatherBatch, imageIndex, packedBytes } from '../tensor/ops/gather/gather.ts'
import { compute } from '../tensor/readback.ts'
import * as tf from '../tensor/tf.ts'
import { createModels, disposeModels, stateOf } from './models.ts'
import { createRun } from './run.ts'
import { drawsAt, type Numbers, orientableImages, relativeError, stepOn, TINY, valuesOf } from './test-support.ts'

beforeAll(async () => {
  await openDevice('webgpu')
})

test.each([1, 3] as const)('images of %i channels, mirrored or not, come out of the packed set', async (channels) => {
  const set = { ...orientableImages(5, 5, channels) }
  const [chosen, mirrored] = [
    [4, 0, 0, 2],
    [false, true, false, true],
  ]
  const seen = await compute(() => {
    const indices = [7, ...chosen.map((image, i) => imageIndex(image, mirrored[i] as boolean) | 0)]
    return gatherBatch(packedBytes(set.images), tf.tensor1d(indices, 'int32'), 1, [4, 5, 5, channels])
  })
  for (const [i, value] of gatherImages(set, chosen, mirrored).entries()) expect(seen[i]).toBeCloseTo(value, 6)
})

test('three replayed steps change the models as the scalars and inputs of steps 0, 1 and 2 do', async () => {
  // short steps: the device's own logarithm and sine change a draw in its last digits, and long ones would make much of that
  const config: RunConfig = {
    ...TINY,
    loss: 'non-saturating',
    flip: true,
    augmentTranslation: 1,
    discriminatorSteps: 2,
    learningRateD: 1e-6,
    learningRateG: 1e-6,
  }
  const images = orientableImages(24)
  const run = createRun(config, images)
  const models = createModels(config, 3)
  const before = await valuesOf(stateOf(models))
  for (let step = 0; step < 3; step++) {
    run.advance()
    stepOn(models, config, step, drawsAt(config, step, images)).values.dispose()
  }
  const [replayed, wanted] = [await valuesOf(stateOf(run.models)), await valuesOf(stateOf(models))]
  const moved = (after: Numbers, name: string) =>
    (after[name] as Float32Array).reduce((sum, value, i) => sum + Math.abs(value - (before[name]?.[i] as number)), 0)
  for (const [name, values] of Object.entries(wanted)) {
    // the gradients of three steps, and how far Adam and the moving average moved
    if (name.startsWith('adam/')) expect(relativeError(replayed[name] as Float32Array, values), name).toBeLessThan(1e-2)
    else expect(Math.abs(moved(replayed, name) / moved(wanted, name) - 1), name).toBeLessThan(1e-2)
  }
  run.dispose()
  disposeModels(models)
})
