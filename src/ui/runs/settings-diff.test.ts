// Which settings of runs differ, and how they read.
import { expect, test } from 'vitest'
import { presetConfig } from '../../spec/presets.ts'
import { differencesFrom, differingFields, settingValue } from './settings-diff.ts'

const sketch = presetConfig('sketch')

test('settings that differ are named, without the seed, the length, the scores and how the images were prepared', () => {
  const other = { ...sketch, seed: 9, steps: 5, scoreEvery: 100, framing: 'smart', trimBars: true, size: 64, beta: 0, flip: true } as const
  expect(differingFields([sketch, other])).toEqual(['size', 'beta', 'flip'])
  expect(differingFields([sketch, sketch, { ...sketch, width: 8 }])).toEqual(['width'])
  expect(differingFields([sketch])).toEqual([])
})

test('settings of the labels are named where they have an effect in one of the runs', () => {
  expect(differingFields([sketch, { ...sketch, classCount: 5 }])).toEqual([])
  const clusters = { ...sketch, conditioning: 'clusters', classCount: 5, labelShare: 0.1 } as const
  expect(differingFields([sketch, clusters])).toEqual(['conditioning', 'classCount'])
})

test('a setting reads as in the form', () => {
  expect(differencesFrom('sketch', { ...sketch, architecture: 'sndcgan', flip: true, learningRateD: 1e-5 })).toEqual([
    'Architecture: SNDCGAN',
    'Learning rate D: 0.00001',
    'Mirror: on',
  ])
  expect(settingValue('scoreCount', { ...sketch, scoreCount: 2000 })).toBe('2,000')
  expect(settingValue('steps', { ...sketch, steps: 6000 })).toBe('6,000')
  expect(settingValue('seed', { ...sketch, seed: 4_294_967_295 })).toBe('4294967295') // to be typed again
})
