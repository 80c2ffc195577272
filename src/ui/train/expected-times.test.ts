import { expect, test } from 'vitest'
import { presetConfig } from '../../spec/presets.ts'
import { initialState } from '../app/store.ts'
import { report } from '../app/test-support.ts'
import { describeFirstScore, describeFirstShapes, describeTraining, secondsPerStep } from './expected-times.ts'

const config = { ...presetConfig('sketch'), scoreEvery: 500 as const }
const timed = {
  run: initialState.run,
  settings: { ...initialState.settings, preset: 'sketch' as const, config },
  device: { ...initialState.device, presetSeconds: { sketch: 6000 * 0.2 } as never },
}
const running = { ...timed.run, state: 'running' as const, report: { ...report(100), stepsPerSecond: 2 } }

test('empty panels say when there will be something, from how fast this device made the steps of the preset', () => {
  expect(describeFirstShapes(timed)).toBe('First shapes in about 60 s.')
  expect(describeFirstScore(timed)).toBe('The first one comes by itself at step 500, in about 2 min.')
})

test('says how long training takes with the steps that are set', () => {
  expect(describeTraining(timed)).toBe('Training with these settings takes about 20 min on this device.')
  const half = { ...timed.settings, config: { ...config, steps: 3000 } }
  expect(describeTraining({ ...timed, settings: half })).toBe('Training with these settings takes about 10 min on this device.')
})

test('a run is as fast as it is itself, and what is done needs no time', () => {
  expect(describeFirstShapes({ ...timed, run: running })).toBe('First shapes in about 2 min.') // 200 steps of half a second
  expect(describeFirstScore({ ...timed, run: running })).toBe('The first one comes by itself at step 500, in about 3 min.')
})

test('nothing is said of a time that was not measured', () => {
  expect(secondsPerStep({ ...timed, device: { ...timed.device, presetSeconds: null } })).toBeNull()
  expect(describeTraining({ ...timed, device: { ...timed.device, presetSeconds: null } })).toBeNull()
  expect(describeFirstShapes({ ...timed, settings: { ...timed.settings, config: { ...config, width: config.width + 4 } } })).toBeNull()
  expect(describeFirstScore({ ...timed, settings: { ...timed.settings, config: { ...config, scoreEvery: 0 as const } } })).toBeNull()
})
