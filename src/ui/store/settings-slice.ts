// The settings of the next run (or, where live, of this one), and how they differ from their preset.
import { FIELD_NAMES, type LiveConfig, type RunConfig } from '../../spec/config.ts'
import { DEFAULT_PRESET, type PresetName, presetConfig } from '../../spec/presets.ts'

export interface SettingsSlice {
  readonly preset: PresetName
  readonly config: RunConfig
}

export const initialSettings: SettingsSlice = { preset: DEFAULT_PRESET, config: presetConfig(DEFAULT_PRESET) }

/** How many settings are not what the preset says; the seed is expected to differ. */
export function changedFromPreset({ preset, config }: SettingsSlice): number {
  const original = presetConfig(preset)
  return FIELD_NAMES.filter((name) => name !== 'seed' && config[name] !== original[name]).length
}

/** Changes that a run can take while it goes on. */
export type LiveChanges = Partial<LiveConfig>
