// Pretraining against PyTorch (reference/s4l_fixture.py), and on the GPU, where its steps are recorded and replayed.
import { beforeAll, describe, expect, test } from 'vitest'
import { NO_CLASS } from '../spec/classes.ts'
import { DEFAULTS, type RunConfig } from '../spec/config.ts'
import { setValues } from '../tensor/stream.ts'
import { openTestDevice } from '../tensor/test-devices.ts'
import * as tf from '../tensor/tf.ts'
import { disposeModels } from './models.ts'
import fixture from './pretraining.fixture.json' with { type: 'json' }
import { createPretrained, pretrain, pretrainingInputs, pretrainingSettings, pretrainingStep } from './pretraining.ts'
import { tidyStatistics } from './statistics.ts'
import { measured, orientableImages, parkMiller, relativeError, TINY, unpack, valuesOf } from './test-support.ts'

const TOLERANCE = 1e-4

describe.each(['webgpu', 'wasm on 2 threads'] as const)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  test('three steps with rotations and few labels have the losses and weights of PyTorch', async () => {
    const { batch, classes, labels, inputs, seed, statistics, state } = fixture
    const settings = { ...pretrainingSettings({ ...DEFAULTS, ...(fixture.config as Partial<RunConfig>) }, true), batch }
    const network = createPretrained(settings, 3, classes)
    const drawn = parkMiller(seed, inputs)
    const variables = { weights: network.weights, spectral: network.spectralU }
    const named = Object.entries(variables).flatMap(([group, all]) =>
      Object.entries(all).map(([name, v]) => [`${group}/${name}`, v] as const),
    )
    expect(named.map(([name]) => name).sort()).toEqual(Object.keys(state).sort())
    for (const [name, variable] of named) setValues(variable, drawn[name] as Float32Array)
    for (const [step, wanted] of statistics.entries()) {
      const [real, augmentation] = [drawn[`${step}/real`], drawn[`${step}/augmentation`]] as [Float32Array, Float32Array]
      const draws = { discriminator: [{ real, augmentation, labels: Int32Array.from(labels[step] as number[]) }], generator: {} }
      const seen = await measured(tidyStatistics(() => pretrainingStep(network, settings, pretrainingInputs(draws, settings, 3, step))))
      expect(Object.keys(seen)).toEqual(['rotation', 'rotationAccuracy', 'class', 'classAccuracy'])
      Object.values(seen).forEach((value, i) => {
        expect(Math.abs(value - (wanted[i] as number)), `statistic ${i} at step ${step}`).toBeLessThan(TOLERANCE)
      })
    }
    const values = await valuesOf(Object.fromEntries(named))
    const errors = Object.entries(state).map(
      ([name, packed]) => [name, relativeError(values[name] as Float32Array, unpack(packed))] as const,
    )
    expect(errors.filter(([, error]) => !(error < TOLERANCE))).toEqual([])
    disposeModels({ network })
  })
})

test('replayed steps have the bits of steps run operation by operation, with labels too, and leave only the network behind', async () => {
  await openTestDevice('webgpu')
  const empty = tf.memory().numTensors
  const labels = { names: ['a', 'b', 'c'], given: Int32Array.from({ length: 24 }, (_, i) => (i < 5 ? i % 3 : NO_CLASS)) }
  const results = []
  for (const mode of ['replayed', 'eager'] as const) {
    const network = await pretrain({ ...TINY, flip: true, augmentTranslation: 1, pretrainSteps: 3 }, orientableImages(24), labels, {}, mode)
    results.push({ weights: await valuesOf(network.weights), spectralU: await valuesOf(network.spectralU) })
    disposeModels({ network })
    expect(tf.memory().numTensors).toBe(empty)
  }
  expect(results[0]).toEqual(results[1])
})
