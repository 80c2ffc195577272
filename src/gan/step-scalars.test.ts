// Scalars of a step are read by name: each stands where its name says, whatever stands before it.
import { expect, test } from 'vitest'
import { DEFAULTS } from '../spec/config.ts'
import type * as tf from '../tensor/tf.ts'
import { adamScalars, namedScalars, stepScalars, warmedDecay } from './step-scalars.ts'

/** Only looked at: no scalar reads values. */
const vector = {} as tf.Tensor1D

test.each([1, 3])('with %i updates of D every name finds the value of its setting', (discriminatorSteps) => {
  const step = 7
  const config = {
    ...DEFAULTS,
    discriminatorSteps,
    alpha: 0.3,
    beta: 0.7,
    emaDecay: 0.9,
    penaltyWeight: 0.5,
    penaltyEvery: 8,
    augmentColor: 0.4,
    augmentTranslation: 1,
    size: 32,
  } as const
  const values = Array.from(stepScalars(config, step))
  const scalars = namedScalars(vector, config)
  const at = (index: number, length = 1) => values.slice(index, index + length)
  const single = (numbers: readonly number[]) => numbers.map(Math.fround)
  expect(at(scalars.of('alpha').index)).toEqual(single([0.3]))
  expect(at(scalars.of('beta').index)).toEqual(single([0.7]))
  expect(at(scalars.of('penalty').index)).toEqual([4]) // a weight for eight steps
  expect(at(scalars.of('emaDecay').index)).toEqual(single([warmedDecay(0.9, step)]))
  expect(at(scalars.of('augmentation').index, 3)).toEqual(single([0.4, 4, 0])) // an eighth of 32 pixels
  expect(at(scalars.of('adamG').index, 4)).toEqual(single(adamScalars(config, config.learningRateG, step + 1)))
  for (let k = 0; k < discriminatorSteps; k++) {
    const update = step * discriminatorSteps + k + 1
    expect(at(scalars.ofUpdate('adamD', k).index, 4)).toEqual(single(adamScalars(config, config.learningRateD, update)))
  }
  expect(() => scalars.ofUpdate('adamD', discriminatorSteps)).toThrow(/no “adamD/)
  expect(values.length).toBe(11 + 4 * discriminatorSteps)
  expect(() => scalars.of('ramp')).toThrow(/no “ramp/) // nothing of classes is uploaded where there are none

  const conditional = { ...config, conditioning: 'co-trained', classWeight: 0.6, rampFrom: 0, rampUntil: 1 } as const
  const withClasses = Array.from(stepScalars(conditional, step))
  const byName = namedScalars(vector, conditional)
  expect(withClasses[byName.of('classWeight').index]).toBe(Math.fround(0.6))
  expect(withClasses[byName.of('ramp').index]).toBe(Math.fround((step * discriminatorSteps * config.batch) / 1000))
  expect(withClasses.length).toBe(values.length + 2)
})
