// Three training steps against PyTorch (reference/ssgan_fixture.py): same weights and draws in, same losses and weights out.
import { beforeAll, describe, expect, test } from 'vitest'
import { DEFAULTS, isFieldName, type RunConfig } from '../spec/config.ts'
import { setValues } from '../tensor/stream.ts'
import { openTestDevice, TEST_DEVICES } from '../tensor/test-devices.ts'
import { isRelativistic } from './losses/registry.ts'
import { createModels, disposeModels, type Models, stateOf } from './models.ts'
import fixture from './step.fixture.json' with { type: 'json' }
import type { StepDraws } from './step-inputs.ts'
import { measured, type Numbers, parkMiller, relativeError, stepOn, valuesOf } from './test-support.ts'

/** Of the largest entry of a tensor; of a statistic itself, or of 0.1 where that is smaller. */
const TOLERANCE = 1e-4

type Case = Omit<(typeof fixture.cases)[keyof typeof fixture.cases], 'state' | 'config'> & {
  readonly config: RunConfig
  readonly state: Readonly<Record<string, string>>
}

describe.each(TEST_DEVICES)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  describe.each(Object.entries(fixture.cases) as [string, unknown][])('%s', (_, given) => {
    const { seed, inputs, statistics, state, config: named } = given as Case
    const config = { ...DEFAULTS, ...named } // a setting that PyTorch's step does not know changes nothing at its default
    let drawn: Numbers
    let models: Models

    beforeAll(() => {
      drawn = parkMiller(seed, inputs)
      models = createModels(config, 3)
      for (const [name, variable] of Object.entries(stateOf(models))) {
        const initial = drawn[name.replace(/^average/, 'generator')] // the average begins where the generator does
        if (initial) setValues(variable, Float32Array.from(initial))
      }
      return () => disposeModels(models)
    })

    test('the fixture names settings that there are, and every tensor of the state', () => {
      expect(Object.keys(named).filter((name) => !isFieldName(name))).toEqual([])
      expect(Object.keys(state).sort()).toEqual(Object.keys(stateOf(models)).sort())
    })

    test('the losses, mean logits and accuracies of three steps are those of PyTorch', async () => {
      for (const [step, wanted] of statistics.entries()) {
        const seen = await measured(stepOn(models, config, step, inputsOf(config, drawn, step)))
        expect(Object.keys(seen).length).toBe(wanted.length)
        const values = Object.fromEntries(Object.keys(seen).map((name, i) => [name, wanted[i] as number]))
        if (isRelativistic(config.loss)) for (const logits of [seen, values]) withoutShift(logits)
        for (const [name, measuredValue] of Object.entries(seen)) {
          const value = values[name] as number
          expect(Math.abs(measuredValue - value), `${name} at step ${step}`).toBeLessThan(TOLERANCE * Math.max(0.1, Math.abs(value)))
        }
      }
    })

    test('then every weight, average, spectral vector and Adam moment is that of PyTorch', async () => {
      const seen = await valuesOf(stateOf(models))
      const errors = Object.entries(state)
        .filter(([name]) => !(isRelativistic(config.loss) && SHIFT.test(name)))
        .map(([name, packed]) => [name, relativeError(seen[name] as Float32Array, unpack(packed))] as const)
      expect(errors.filter(([, error]) => !(error < TOLERANCE))).toEqual([])
    })
  })
})

/**
 * A relativistic loss reads differences of logits alone. The gradient of their common bias is nothing but rounding, of which Adam makes
 * whole steps: neither that bias nor the mean logits are the same on two machines; their difference is.
 */
const SHIFT = /realness\/bias$/

function withoutShift(statistics: Record<string, number>): void {
  statistics.dReal = (statistics.dReal as number) - (statistics.dFake as number)
  delete statistics.dFake
}

function inputsOf(config: RunConfig, drawn: Numbers, step: number): StepDraws {
  const get = (name: string) => drawn[`${step}/${name}`] as Float32Array
  return {
    discriminator: Array.from({ length: config.discriminatorSteps }, (_, k) => ({
      real: get(`discriminator/${k}/real`),
      z: get(`discriminator/${k}/z`),
      augmentation: get(`discriminator/${k}/augmentation`),
    })),
    generator: { z: get('generator/z'), augmentation: get('generator/augmentation') },
  }
}

/** The language's library does not name it; browsers, Workers and Node all have it. */
declare function atob(text: string): string

function unpack(base64: string): Float32Array {
  return new Float32Array(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer)
}
