// The configuration of a run: one value for each setting of the table in fields.ts, and what is derived from the values.
import { type ChoiceField, FIELDS, type Field, type NumberField, type ToggleField } from './fields.ts'

export type FieldName = keyof typeof FIELDS

type ValueOf<F extends Field> = F extends NumberField
  ? number
  : F extends ToggleField
    ? boolean
    : F extends ChoiceField
      ? F['options'][number]['value']
      : never

/** Every setting of a run. Two runs with the same RunConfig, data and device are the same run. */
export type RunConfig = { -readonly [K in FieldName]: ValueOf<(typeof FIELDS)[K]> }

type LiveFieldName = { [K in FieldName]: (typeof FIELDS)[K]['live'] extends true ? K : never }[FieldName]
/** The settings that may change while a run goes on. */
export type LiveConfig = Pick<RunConfig, LiveFieldName>

export const FIELD_NAMES = Object.keys(FIELDS) as readonly FieldName[]

export const DEFAULTS = Object.fromEntries(FIELD_NAMES.map((name) => [name, FIELDS[name].default])) as RunConfig

/** The settings by which files become images: when one changes, the set has to be prepared again. */
export type Preparation = Pick<RunConfig, 'size' | 'framing' | 'cropFraction' | 'trimBars' | 'background' | 'blackLevel' | 'whiteLevel'>

export function preparationOf({ size, framing, cropFraction, trimBars, background, blackLevel, whiteLevel }: RunConfig): Preparation {
  return { size, framing, cropFraction, trimBars, background, blackLevel, whiteLevel }
}

/** The defaults. */
export const DEFAULT_PREPARATION: Preparation = preparationOf(DEFAULTS)

export function isSamePreparation(one: Preparation, other: Preparation): boolean {
  return (Object.keys(one) as (keyof Preparation)[]).every((name) => one[name] === other[name])
}

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(FIELDS, name)
}

export function isLive(name: FieldName): name is LiveFieldName {
  return FIELDS[name].live
}

/** Images that are shown in all four rotations: n of the paper's batch mechanics; the rotation task then sees 4n images. */
export function rotatedCount(config: Pick<RunConfig, 'batch' | 'rotatedShare'>): number {
  if (config.rotatedShare === 0) return 0
  return Math.max(1, Math.round((config.batch * config.rotatedShare) / 4))
}

/** Images of one group of D's batch, real or fake: B upright ones and 3n rotated copies. */
export function groupSize(config: Pick<RunConfig, 'batch' | 'rotatedShare'>): number {
  return config.batch + 3 * rotatedCount(config)
}

/** Whether the networks are told a class with every image. */
export function isConditional({ conditioning }: Pick<RunConfig, 'conditioning'>): boolean {
  return conditioning !== 'none'
}

/** Whether the classes begin to count on the way: both networks then also have an unconditional loss [Shahbazi et al. 2022, §4]. */
export function hasRamp(config: Pick<RunConfig, 'conditioning' | 'rampUntil'>): boolean {
  return isConditional(config) && config.rampUntil > 0
}

/** Whether the classes come from labels of the images. */
export function needsLabels({ conditioning }: Pick<RunConfig, 'conditioning'>): boolean {
  return conditioning === 'inferred' || conditioning === 'co-trained' || conditioning === 'given'
}

/** Thousands of real images that D has seen when so many steps are made. */
export function kimgOf({ steps, batch, discriminatorSteps }: Pick<RunConfig, 'steps' | 'batch' | 'discriminatorSteps'>): number {
  return (steps * batch * discriminatorSteps) / 1000
}

/**
 * How much the classes count in a step, 0 to 1: λ of Shahbazi et al. [2022, eq. 5], with marks in thousands of real images that D has seen
 * before the step. 1 without a ramp.
 */
export function rampAt(config: RunConfig, step: number): number {
  if (!hasRamp(config)) return 1
  const { rampFrom, rampUntil } = config
  const seen = kimgOf({ ...config, steps: step })
  if (seen >= rampUntil) return 1
  return seen <= rampFrom ? 0 : (seen - rampFrom) / (rampUntil - rampFrom)
}

/** Whether a setting has an effect beside these others. */
export function isUsed(name: FieldName, config: RunConfig): boolean {
  const { needs = {} }: Field = FIELDS[name]
  return Object.entries(needs).every(([other, values]) => values.includes(config[other as FieldName]))
}
