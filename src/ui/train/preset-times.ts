// How long the presets take on this device, in words, and the one that is proposed where the chosen one takes long.
import { PRESETS, type PresetName, presetConfig } from '../../spec/presets.ts'
import type { State } from '../app/store.ts'
import { formatAbout, formatRate } from '../shared/format.ts'
import { runExists } from './run-slice.ts'

/** Seconds within which a person wants to see whether anything comes of it. */
const QUICK = 120

/** Whose pictures can be recognised, the best first; the others are there to compare with. */
const PROPOSED = ['sketch', 'smoke'] as const

/** “Sketch (about 2 h)” */
export function labelOf(name: PresetName, { presetSeconds }: State['device']): string {
  const { label } = PRESETS[name]
  return presetSeconds ? `${label} (about ${formatAbout(presetSeconds[name])})` : label
}

/** A preset that shows something soon, where the chosen one does not; null where there is a run, or nothing was timed. */
export function quickPreset({ device, settings, run }: Pick<State, 'device' | 'settings' | 'run'>): PresetName | null {
  const { presetSeconds } = device
  if (!presetSeconds || runExists(run.state) || presetSeconds[settings.preset] <= QUICK) return null
  return PROPOSED.find((name) => presetSeconds[name] <= QUICK) ?? null
}

/** “Sketch takes about 2 h here, Smoke test about 25 s.” Null where nothing was timed. */
export function describePresetTimes(state: Pick<State, 'device' | 'settings' | 'run'>): string | null {
  const { presetSeconds } = state.device
  if (!presetSeconds) return null
  const { preset } = state.settings
  const quick = quickPreset(state)
  const other = quick ? `, ${PRESETS[quick].label} about ${formatAbout(presetSeconds[quick])}` : ''
  return `${PRESETS[preset].label} takes about ${formatAbout(presetSeconds[preset])} here${other}.`
}

/** “Smoke test: about 14.2 steps a second.” Null where nothing was timed. */
export function describePace({ device, settings }: Pick<State, 'device' | 'settings'>): string | null {
  const seconds = device.presetSeconds?.[settings.preset]
  if (!seconds) return null
  return `${PRESETS[settings.preset].label}: about ${formatRate(presetConfig(settings.preset).steps / seconds)} steps a second.`
}
