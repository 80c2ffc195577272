// State of the settings for the next run (live ones also for the current run), and how they differ from their preset.
import { FIELD_NAMES, isFieldName, type RunConfig } from '../../spec/config.ts'
import type { SetWarning } from '../../spec/files.ts'
import { DEFAULT_PRESET, PRESET_NAMES, type PresetName, presetConfig } from '../../spec/presets.ts'
import type { PageLink } from '../../spec/url.ts'
import type { DataSlice } from '../data/data-slice.ts'
import type { LessonSlice } from '../lesson/lesson-slice.ts'

/** Settings that a warning about the images offers to change. */
export type Remedy = NonNullable<SetWarning['remedy']>

export interface SettingsSlice {
  readonly preset: PresetName
  readonly config: RunConfig
  /** Remedies applied for the open images, in order. */
  readonly applied: readonly Applied[]
}

interface Applied {
  readonly remedy: Remedy
  /** The replaced settings. */
  readonly before: Remedy['changes']
}

export const initialSettings: SettingsSlice = { preset: DEFAULT_PRESET, config: presetConfig(DEFAULT_PRESET), applied: [] }

/** The preset that a run most likely began with: the one with the fewest other settings. */
export function presetLike(config: RunConfig): PresetName {
  const differences = (name: PresetName) => {
    const original = presetConfig(name)
    return FIELD_NAMES.filter((field) => config[field] !== original[field]).length
  }
  return PRESET_NAMES.toSorted((one, other) => differences(one) - differences(other))[0] ?? DEFAULT_PRESET
}

/** Whether the settings already include the changes. */
export function configIncludes(config: RunConfig, changes: Partial<RunConfig>): boolean {
  return Object.entries(changes).every(([name, value]) => isFieldName(name) && config[name] === value)
}

/** The applied remedies that are still in the settings. */
export function remediesInEffect({ config, applied }: Pick<SettingsSlice, 'config' | 'applied'>): readonly Applied[] {
  return applied.filter(({ remedy }) => configIncludes(config, remedy.changes))
}

/** Reverts the applied remedies: they only concern the images they were offered for. */
export function withoutRemedies(settings: SettingsSlice): SettingsSlice {
  let { config } = settings
  for (const { remedy, before } of settings.applied.toReversed())
    if (configIncludes(config, remedy.changes)) config = { ...config, ...before }
  return { ...settings, config, applied: [] }
}

/** How many settings differ from the preset, by choice and by remedy; the seed does not count. */
export function changedFromPreset(settings: SettingsSlice): { readonly own: number; readonly remedied: number } {
  const original = presetConfig(settings.preset)
  const changed = FIELD_NAMES.filter((name) => name !== 'seed' && settings.config[name] !== original[name])
  const remedies = remediesInEffect(settings)
  const own = changed.filter((name) => !remedies.some(({ remedy }) => Object.hasOwn(remedy.changes, name))).length
  return { own, remedied: changed.length - own }
}

interface LinkedState {
  readonly settings: SettingsSlice
  readonly data: Pick<DataSlice, 'wanted'>
  readonly lesson: LessonSlice
}

/** The settings and the built-in set as a link, with the lesson there is. The person's own files are never part of it. */
export function linkOf({ settings, data, lesson }: LinkedState): PageLink {
  const name = data.wanted?.kind === 'builtin' ? data.wanted.name : null
  return { preset: settings.preset, data: name, config: settings.config, lesson: lesson.current }
}
