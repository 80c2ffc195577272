// Which warnings about the images still apply.
import { expect, test } from 'vitest'
import type { SetWarning } from '../../spec/files.ts'
import { initialSettings } from '../train/settings-slice.ts'
import { openWarnings } from './open-warnings.ts'

const { config } = initialSettings
const warning = (kind: SetWarning['kind'], changes: NonNullable<SetWarning['remedy']>['changes']): SetWarning => ({
  kind,
  title: kind,
  evidence: '',
  pictures: null,
  remedy: { label: 'Help', changes },
})
const kindsOf = (warnings: readonly SetWarning[], count: number, settings = config) =>
  openWarnings({ warnings, count }, settings).map(({ kind }) => kind)

test('a warning is dropped once the settings include its remedy, however they were changed', () => {
  const few = warning('few', { augmentColor: 1, augmentCutout: 1 })
  expect(kindsOf([few], 120)).toEqual(['few'])
  expect(kindsOf([few], 120, { ...config, augmentColor: 1 })).toEqual(['few'])
  expect(kindsOf([few], 120, { ...config, augmentColor: 1, augmentCutout: 1 })).toEqual([])
})

test('a warning stays if its remedy only helps, or is measured again', () => {
  const helped = { ...config, augmentColor: 1, trimBars: true }
  expect(kindsOf([warning('few', { augmentColor: 1 })], 30, helped)).toEqual(['few'])
  expect(kindsOf([warning('bars', { trimBars: true })], 120, helped)).toEqual(['bars'])
  expect(kindsOf([{ ...warning('losses', {}), remedy: null }], 120, helped)).toEqual(['losses'])
})
