// Which settings of runs differ, from a preset and from each other, and how a setting reads.
import { FIELD_NAMES, type FieldName, isUsed, type RunConfig } from '../../spec/config.ts'
import { FIELDS, type Field } from '../../spec/fields.ts'
import { type PresetName, presetConfig } from '../../spec/presets.ts'
import { formatSetting } from '../../spec/words.ts'
import { formatCount } from '../shared/format.ts'

/** Settings of the images are shown with the images, seed and steps by themselves; when scores are made changes nothing that is learnt. */
const NOT_SHOWN: ReadonlySet<FieldName> = new Set([
  ...(['seed', 'steps', 'scoreEvery', 'scoreCount'] as const),
  ...FIELD_NAMES.filter((name) => FIELDS[name].group === 'images' && name !== 'size'),
])

/**
 * The settings in which a run differs from others. Without the seed, the steps, how the images were prepared, when scores are made, and what has
 * an effect in none of them.
 */
export function differingFields(configs: readonly RunConfig[]): readonly FieldName[] {
  const [first, ...others] = configs
  if (first === undefined) return []
  const differs = (name: FieldName) => others.some((config) => config[name] !== first[name])
  return FIELD_NAMES.filter((name) => !NOT_SHOWN.has(name) && differs(name) && configs.some((config) => isUsed(name, config)))
}

/** Up to this value a number is written as it is typed. */
const GROUPED_FROM = 1000

/** “6,000”, “0.0002”, “on”, “ResNet”. */
export function settingValue(name: FieldName, config: RunConfig): string {
  const field: Field = FIELDS[name]
  const value = config[name]
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (field.kind === 'choice') return field.options.find((option) => option.value === value)?.label ?? String(value)
  return typeof value === 'number' && value >= GROUPED_FROM && name !== 'seed' ? formatCount(value) : formatSetting(Number(value))
}

/** “Width: 16”. */
export function describeSetting(name: FieldName, config: RunConfig): string {
  return `${FIELDS[name].label}: ${settingValue(name, config)}`
}

/** How a run differs from a preset, one phrase for each setting. */
export function differencesFrom(preset: PresetName, config: RunConfig): readonly string[] {
  return differingFields([presetConfig(preset), config]).map((name) => describeSetting(name, config))
}
