// The settings of the next run (or, where live, of this one), and how they differ from their preset.
import { FIELD_NAMES, isFieldName, type RunConfig } from '../../spec/config.ts'
import type { SetWarning } from '../../spec/files.ts'
import { DEFAULT_PRESET, type PresetName, presetConfig } from '../../spec/presets.ts'

/** What a warning of the doctor offers. */
export type Remedy = NonNullable<SetWarning['remedy']>

export interface SettingsSlice {
  readonly preset: PresetName
  readonly config: RunConfig
  /** The last remedy that was chosen for the open images, and the settings it replaced. */
  readonly applied: { readonly remedy: Remedy; readonly before: Remedy['changes'] } | null
}

export const initialSettings: SettingsSlice = { preset: DEFAULT_PRESET, config: presetConfig(DEFAULT_PRESET), applied: null }

/** Whether the settings say what the changes say. */
export function says(config: RunConfig, changes: Partial<RunConfig>): boolean {
  return Object.entries(changes).every(([name, value]) => isFieldName(name) && config[name] === value)
}

/** How many settings are not what the preset says; the seed is expected to differ. */
export function changedFromPreset({ preset, config }: SettingsSlice): number {
  const original = presetConfig(preset)
  return FIELD_NAMES.filter((name) => name !== 'seed' && config[name] !== original[name]).length
}
