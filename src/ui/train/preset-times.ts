// How long the presets take on this device, in words, and a faster preset to propose.
import { PRESETS, type PresetName, presetConfig } from '../../spec/presets.ts'
import type { State } from '../app/store.ts'
import { formatAbout, formatRate } from '../shared/format.ts'
import { runExists } from './run-slice.ts'

/** Seconds within which a preset counts as quick. */
const QUICK = 120

/** Presets worth proposing, the best first; the others are baselines. */
const PROPOSED = ['sketch', 'smoke'] as const

/** “Sketch (about 2 h)” */
export function labelOf(name: PresetName, { presetSeconds }: State['device']): string {
  const { label } = PRESETS[name]
  return presetSeconds ? `${label} (about ${formatAbout(presetSeconds[name])})` : label
}

/** A quick preset if the chosen one is slow; null while there is a run, or before steps were timed. */
export function quickPreset({ device, settings, run }: Pick<State, 'device' | 'settings' | 'run'>): PresetName | null {
  const { presetSeconds } = device
  if (!presetSeconds || runExists(run.state) || presetSeconds[settings.preset] <= QUICK) return null
  return PROPOSED.find((name) => presetSeconds[name] <= QUICK) ?? null
}

/** “Sketch takes about 2 h here, Smoke test about 25 s.” Null before steps were timed. */
export function describePresetTimes(state: Pick<State, 'device' | 'settings' | 'run'>): string | null {
  const { presetSeconds } = state.device
  if (!presetSeconds) return null
  const { preset } = state.settings
  const quick = quickPreset(state)
  const other = quick ? `, ${PRESETS[quick].label} about ${formatAbout(presetSeconds[quick])}` : ''
  return `${PRESETS[preset].label} takes about ${formatAbout(presetSeconds[preset])} here${other}.`
}

/** “Smoke test: about 14.2 steps a second.” Null before steps were timed. */
export function describePace({ device, settings }: Pick<State, 'device' | 'settings'>): string | null {
  const seconds = device.presetSeconds?.[settings.preset]
  if (!seconds) return null
  return `${PRESETS[settings.preset].label}: about ${formatRate(presetConfig(settings.preset).steps / seconds)} steps a second.`
}
