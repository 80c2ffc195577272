// Three training steps against PyTorch (reference/ssgan_fixture.py), without classes and with: same weights and draws in, same losses and
// weights out.
import { beforeAll, describe, expect, test } from 'vitest'
import { DEFAULTS, isFieldName, type RunConfig } from '../spec/config.ts'
import { setValues } from '../tensor/stream.ts'
import { openTestDevice, TEST_DEVICES } from '../tensor/test-devices.ts'
import conditionalFixture from './conditional.fixture.json' with { type: 'json' }
import { isRelativistic } from './losses/registry.ts'
import { createModels, disposeModels, type Models, stateOf } from './models.ts'
import fixture from './step.fixture.json' with { type: 'json' }
import type { StepDraws } from './step-inputs.ts'
import { measured, type Numbers, parkMiller, relativeError, stepOn, unpack, valuesOf } from './test-support.ts'

/** Of the largest entry of a tensor; of a statistic itself, or of 0.1 where that is smaller. */
const TOLERANCE = 1e-4

interface Case extends Pick<(typeof fixture.cases)[keyof typeof fixture.cases], 'seed' | 'inputs'> {
  readonly config: RunConfig
  /** Of each step, by name or in the order in which a step has them. */
  readonly statistics: readonly (Readonly<Record<string, number>> | readonly number[])[]
  readonly state: Readonly<Record<string, string>>
  /** Labels of real images and classes of fakes. */
  readonly classes?: Readonly<Record<string, readonly number[]>>
}

const CASES = Object.entries({ ...fixture.cases, ...conditionalFixture.cases }) as [string, unknown][]
/** How many classes the cases with classes have. */
const CLASSES = 3

describe.each(TEST_DEVICES)('on %s', (device) => {
  beforeAll(async () => {
    await openTestDevice(device)
  })

  describe.each(CASES)('%s', (_, given) => {
    const { seed, inputs, statistics, state, classes, config: named } = given as Case
    const config = { ...DEFAULTS, ...named } // a setting that PyTorch's step does not know changes nothing at its default
    let drawn: Numbers
    let models: Models

    beforeAll(() => {
      drawn = parkMiller(seed, inputs)
      models = createModels(config, 3, classes ? CLASSES : 0)
      for (const [name, variable] of Object.entries(stateOf(models))) {
        const initial = drawn[name.replace(/^average/, 'generator')] // the average begins where the generator does
        if (initial) setValues(variable, Float32Array.from(initial))
      }
      return () => disposeModels(models)
    })

    test('the fixture names settings that there are, and every tensor of the state', () => {
      expect(Object.keys(named).filter((name) => !isFieldName(name))).toEqual([])
      const names = Object.keys(stateOf(models)).filter((name) => !(classes && /^(adam|average)/.test(name)))
      expect(Object.keys(state).sort()).toEqual(names.sort())
    })

    test('the losses, mean logits and accuracies of three steps are those of PyTorch', async () => {
      for (const [step, wanted] of statistics.entries()) {
        const seen = await measured(stepOn(models, config, step, inputsOf(config, drawn, classes, step)))
        const values = Array.isArray(wanted) ? Object.fromEntries(Object.keys(seen).map((name, i) => [name, wanted[i]])) : { ...wanted }
        expect(Object.keys(seen).sort()).toEqual(Object.keys(values).sort())
        expect(Object.keys(wanted).length).toBe(Object.keys(seen).length)
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

function inputsOf(config: RunConfig, drawn: Numbers, classes: Case['classes'], step: number): StepDraws {
  const get = (name: string) => drawn[`${step}/${name}`] as Float32Array
  const whole = (name: string) => Int32Array.from(classes?.[`${step}/${name}`] ?? [])
  return {
    discriminator: Array.from({ length: config.discriminatorSteps }, (_, k) => ({
      real: get(`discriminator/${k}/real`),
      z: get(`discriminator/${k}/z`),
      augmentation: get(`discriminator/${k}/augmentation`),
      ...(classes && { labels: whole(`discriminator/${k}/labels`), classes: whole(`discriminator/${k}/classes`) }),
    })),
    generator: {
      z: get('generator/z'),
      augmentation: get('generator/augmentation'),
      ...(classes && { classes: whole('generator/classes') }),
    },
  }
}
