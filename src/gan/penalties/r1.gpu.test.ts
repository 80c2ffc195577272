// R1 against PyTorch's double backpropagation (reference/r1_fixture.py), and in training: replayed bit for bit, in the steps that are due.
import { beforeAll, describe, expect, test } from 'vitest'
import { DEFAULTS, type RunConfig } from '../../spec/config.ts'
import { lossAndGradients } from '../../tensor/gradients.ts'
import type { ExecutionMode } from '../../tensor/replay.ts'
import { setValues } from '../../tensor/stream.ts'
import { OP_DEVICES, openTestDevice } from '../../tensor/test-devices.ts'
import * as tf from '../../tensor/tf.ts'
import { createModels, disposeModels, stateOf } from '../models.ts'
import { normaliseWeights } from '../networks/spectral-norm.ts'
import { createRun } from '../run.ts'
import { type Numbers, orientableImages, parkMiller, TINY, valuesOf } from '../test-support.ts'
import fixture from './r1.fixture.json' with { type: 'json' }
import { r1 } from './r1.ts'

/** Of the length of a gradient. */
const TOLERANCE = 1e-5

interface Summary {
  readonly norm: number
  readonly places: readonly number[]
  readonly entries: readonly number[]
}

type Case = Omit<(typeof fixture.cases)[keyof typeof fixture.cases], 'gradients'> & {
  readonly gradients: Readonly<Record<string, Summary>>
}

describe.each([...OP_DEVICES, 'cpu'] as const)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  test.each(Object.entries(fixture.cases) as [string, Case][])(
    '%s: the penalty and its gradient for every weight of D are those of PyTorch',
    async (_, given) => {
      const architecture = given.architecture as RunConfig['architecture']
      const config: RunConfig = { ...TINY, architecture, width: 4, spectralNorm: given.spectralNorm }
      const seen = await measuredPenalty(config, parkMiller(fixture.seed, given.inputs))
      expect(Math.abs((seen.value?.[0] as number) / given.value - 1)).toBeLessThan(TOLERANCE)
      for (const [name, { norm, places, entries }] of Object.entries(given.gradients)) {
        const gradient = seen[name] as Float32Array
        expect(Math.abs(Math.hypot(...gradient) - norm), name).toBeLessThanOrEqual(TOLERANCE * norm)
        for (const [i, place] of places.entries()) {
          expect(Math.abs((gradient[place] as number) - (entries[i] as number)), `${name}, entry ${place}`).toBeLessThanOrEqual(
            TOLERANCE * norm,
          )
        }
      }
    },
  )
})

/** The penalty and its gradients, of D with the weights, vectors and images that were drawn. */
async function measuredPenalty(config: RunConfig, drawn: Numbers): Promise<Numbers> {
  const models = createModels(config, 3)
  for (const [name, variable] of Object.entries(stateOf(models))) if (drawn[name]) setValues(variable, drawn[name])
  const results = tf.tidy(() => {
    const real = tf.tensor4d(drawn.real as Float32Array, [config.batch, config.size, config.size, 3])
    const { loss, gradients } = lossAndGradients(models.discriminator.weights, (weights) => {
      const normalised = normaliseWeights(weights, models.discriminator.spectralU, true)
      const loss = r1.value({ real, fake: real }, (images) => models.discriminator.network.forward(normalised, images).realLogit)
      const nothing = tf.mul(0, tf.sum(tf.stack(Object.values(weights).map((weight) => tf.sum(weight))))) // biases have no part in the penalty
      return { loss: tf.add(loss, nothing) as tf.Scalar, extra: {} }
    })
    return { value: loss as tf.Tensor, ...gradients }
  })
  const values = await valuesOf(results)
  tf.dispose(results)
  disposeModels(models)
  return values
}

const TRAINED: RunConfig = { ...TINY, penalty: 'r1', penaltyWeight: 10, penaltyEvery: 2, discriminatorSteps: 2, seed: 3 }

/** State after four steps, and the names that each step reported. */
async function trained(config: RunConfig, mode: ExecutionMode) {
  const run = createRun(config, orientableImages(24), undefined, undefined, mode)
  const reports: Readonly<Record<string, number | null>>[] = []
  for (let step = 0; step < 4; step++) {
    run.advance()
    reports.push((await run.report())?.statistics ?? {})
  }
  const state = await valuesOf(stateOf(run.models))
  run.dispose()
  return { state, reports }
}

test('steps with and without the penalty leave no tensors behind', async () => {
  await openTestDevice('wasm')
  const run = createRun(TRAINED, orientableImages(24))
  const before = tf.memory().numTensors
  for (let step = 0; step < 3; step++) run.advance()
  expect(tf.memory().numTensors).toBe(before)
  run.dispose()
})

describe('in training', () => {
  beforeAll(async () => {
    await openTestDevice('webgpu')
  })

  test('replayed steps give the bits of eager ones, with and without the penalty in turns; only those that have it report it', async () => {
    const [eager, replayed] = [await trained(TRAINED, 'eager'), await trained(TRAINED, 'replayed')]
    expect(replayed).toEqual(eager)
    expect(replayed.reports.map((report) => 'penaltyR1' in report)).toEqual([true, false, true, false])
    expect(replayed.reports.every(({ penaltyR1 = 1 }) => (penaltyR1 as number) > 0)).toBe(true)
  })

  test('the penalty acts on D, by its weight', async () => {
    const norms = []
    for (const penaltyWeight of [0.001, 100]) {
      const { reports } = await trained({ ...TRAINED, penaltyWeight, learningRateD: 2e-3 }, 'replayed')
      norms.push(reports[2]?.penaltyR1 as number)
    }
    expect(norms[1] as number).toBeLessThan(norms[0] as number)
  })

  test('without a penalty its weight changes nothing', async () => {
    const without = (penaltyWeight: number) => trained({ ...TRAINED, penalty: DEFAULTS.penalty, penaltyWeight }, 'replayed')
    expect(await without(7)).toEqual(await without(70))
  })
})
