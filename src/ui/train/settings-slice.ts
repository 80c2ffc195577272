// The settings of the next run (or, where live, of this one), and how they differ from their preset.
import { FIELD_NAMES, isFieldName, type RunConfig } from '../../spec/config.ts'
import type { SetWarning } from '../../spec/files.ts'
import { DEFAULT_PRESET, type PresetName, presetConfig } from '../../spec/presets.ts'
import type { RunLink } from '../../spec/url.ts'
import type { DataSlice } from '../data/data-slice.ts'

/** What a warning of the doctor offers. */
export type Remedy = NonNullable<SetWarning['remedy']>

export interface SettingsSlice {
  readonly preset: PresetName
  readonly config: RunConfig
  /** The remedies that were chosen for the open images, the last one last. */
  readonly applied: readonly Applied[]
}

interface Applied {
  readonly remedy: Remedy
  /** The settings it replaced. */
  readonly before: Remedy['changes']
}

export const initialSettings: SettingsSlice = { preset: DEFAULT_PRESET, config: presetConfig(DEFAULT_PRESET), applied: [] }

/** Whether the settings say what the changes say. */
export function configIncludes(config: RunConfig, changes: Partial<RunConfig>): boolean {
  return Object.entries(changes).every(([name, value]) => isFieldName(name) && config[name] === value)
}

/** The remedies that the settings still follow. */
export function remediesInEffect({ config, applied }: Pick<SettingsSlice, 'config' | 'applied'>): readonly Applied[] {
  return applied.filter(({ remedy }) => configIncludes(config, remedy.changes))
}

/** What a remedy changes holds for the images it was offered for: for others the settings are again as they were before. */
export function withoutRemedies(settings: SettingsSlice): SettingsSlice {
  let { config } = settings
  for (const { remedy, before } of settings.applied.toReversed())
    if (configIncludes(config, remedy.changes)) config = { ...config, ...before }
  return { ...settings, config, applied: [] }
}

/** How many settings are not what the preset says, by the person's own choice and as remedies; the seed is expected to differ. */
export function changedFromPreset(settings: SettingsSlice): { readonly own: number; readonly remedied: number } {
  const original = presetConfig(settings.preset)
  const changed = FIELD_NAMES.filter((name) => name !== 'seed' && settings.config[name] !== original[name])
  const remedies = remediesInEffect(settings)
  const own = changed.filter((name) => !remedies.some(({ remedy }) => Object.hasOwn(remedy.changes, name))).length
  return { own, remedied: changed.length - own }
}

/** The settings and the built-in set as a link. The person's own files are never part of it. */
export function linkOf({ settings, data }: { readonly settings: SettingsSlice; readonly data: Pick<DataSlice, 'wanted'> }): RunLink {
  const name = data.wanted?.kind === 'builtin' ? data.wanted.name : null
  return { preset: settings.preset, data: name, config: settings.config }
}
