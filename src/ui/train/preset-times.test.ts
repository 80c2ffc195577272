// How long presets take, and which one is proposed.
import { expect, test } from 'vitest'
import { initialState } from '../app/store.ts'
import { describePace, describePresetTimes, labelOf, quickPreset } from './preset-times.ts'

const presetSeconds = {
  sketch: 7100,
  paper: 2_000_000,
  'self-conditioned': 7800,
  s3gan: 7500,
  'plain-gan': 5000,
  'rotation-only': 5000,
  smoke: 24,
}
const timed = { ...initialState, device: { ...initialState.device, presetSeconds } }
const smoke = { ...timed, settings: { ...timed.settings, preset: 'smoke' as const } }

test('once steps are timed, every preset shows its time', () => {
  expect(labelOf('sketch', timed.device)).toBe('Sketch (about 2 h)')
  expect(labelOf('paper', timed.device)).toBe('Paper (about 23 days)')
  expect(labelOf('sketch', initialState.device)).toBe('Sketch')
  expect([describePace(smoke), describePace(initialState)]).toEqual(['Smoke test: about 12.5 steps a second.', null])
})

test('if the chosen preset is slow, one that takes at most two minutes is proposed', () => {
  expect([quickPreset(timed), describePresetTimes(timed)]).toEqual(['smoke', 'Sketch takes about 2 h here, Smoke test about 25 s.'])
  expect([quickPreset(smoke), describePresetTimes(smoke)]).toEqual([null, 'Smoke test takes about 25 s here.'])
  expect([quickPreset(initialState), describePresetTimes(initialState)]).toEqual([null, null])
  expect(quickPreset({ ...timed, run: { ...timed.run, state: 'paused' } })).toBeNull() // the settings are fixed during a run
  const fast = { ...presetSeconds, sketch: 100 }
  expect(quickPreset({ ...timed, device: { ...timed.device, presetSeconds: fast } })).toBeNull()
  const slow = { ...presetSeconds, smoke: 500 }
  expect(quickPreset({ ...timed, device: { ...timed.device, presetSeconds: slow } })).toBeNull()
})
