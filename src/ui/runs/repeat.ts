// What a run is repeated with: as its plain twin, as an SS-GAN, or with one setting changed; and what a run takes over that begins with the
// weights of another.
import { DEFAULTS, FIELD_NAMES, type FieldName, isUsed, type LiveConfig, type RunConfig } from '../../spec/config.ts'
import { FIELDS } from '../../spec/fields.ts'
import { presetConfig } from '../../spec/presets.ts'
import { scheduledChanges } from '../../spec/run-log.ts'
import type { RunHistory, RunSummary } from '../../spec/runs.ts'
import { presetLike } from '../train/settings-slice.ts'
import { describeSetting } from './settings-diff.ts'

/** Whether nothing of the rotation task is learnt. */
export function isPlain({ adversarial, alpha, beta, rotatedShare }: RunConfig): boolean {
  return adversarial && (rotatedShare === 0 || (alpha === 0 && beta === 0))
}

/** The settings of the other kind of GAN: without the rotation task where the run had it, else with it. */
export function twinChanges(config: RunConfig): Partial<RunConfig> {
  if (!isPlain(config)) return { adversarial: true, alpha: 0, beta: 0, rotatedShare: 0 }
  const preset = presetConfig(presetLike(config))
  const { alpha, beta, rotatedShare } = isPlain(preset) ? DEFAULTS : preset
  return { alpha, beta, rotatedShare }
}

/** The settings of which one may be changed: the same images and the same length make the runs comparable. */
export function changeable(config: RunConfig): readonly FieldName[] {
  return FIELD_NAMES.filter((name) => name !== 'steps' && FIELDS[name].group !== 'images' && isUsed(name, config))
}

/** Why a run cannot be repeated, or null. */
export function repeatProblem({ origin, step }: Pick<RunSummary, 'origin' | 'step'>): string | null {
  if (step === 0) return 'It has made no step yet.'
  if (origin === null || origin.kind === 'again') return null
  return 'It began with the weights of another run, so its seed alone does not repeat it.'
}

/** The settings with which a run began, and its changes of live settings at their steps: the same length as it has now. */
export function repetitionOf({ summary, events }: Pick<RunHistory, 'summary' | 'events'>, changes: Partial<RunConfig>) {
  const fixed: Partial<RunConfig> = { ...changes, steps: summary.step }
  const repeated = scheduledChanges(events).map(({ step, changes }) => ({ step, changes: without(changes, fixed) }))
  const first = repeated.find(({ step }) => step === 0)?.changes // every history begins with all live settings
  const config: RunConfig = { ...summary.config, ...first, ...fixed }
  const scheduled = repeated.filter(({ step, changes }) => step > 0 && Object.keys(changes).length > 0)
  return { config, scheduled }
}

/** The settings that are not among the others. */
function without(changes: Partial<LiveConfig>, others: Partial<RunConfig>): Partial<LiveConfig> {
  return Object.fromEntries(Object.entries(changes).filter(([name]) => !Object.hasOwn(others, name)))
}

/** What follows the name of a run in that of its twin. */
const TWINS = { plain: ', plain GAN', selfSupervised: ', SS-GAN' } as const

/** “Shapes, plain GAN”, “Shapes, Width: 8”: two runs of one name could not be told apart. */
export function repetitionName(name: string, before: RunConfig, after: RunConfig): string {
  const [changed, ...others] = FIELD_NAMES.filter((field) => field !== 'steps' && before[field] !== after[field])
  if (changed !== undefined && others.length === 0) return `${name}, ${describeSetting(changed, after)}`
  const own = Object.values(TWINS).reduce((rest, ending) => (rest.endsWith(ending) ? rest.slice(0, -ending.length) : rest), name)
  return `${own}${isPlain(after) ? TWINS.plain : TWINS.selfSupervised}`
}

/** What decides the shapes of the networks. */
const SHAPES = [
  ...(['architecture', 'width', 'latent', 'generatorNorm', 'spectralNorm', 'size'] as const),
  ...(['conditioning', 'classCount'] as const), // where its labels decide how many classes there are, these images need as many
] as const satisfies readonly FieldName[]

/** The settings of a run that begins with the weights of another: their shapes, and the rest from the form. */
export function withShapesOf(config: RunConfig, other: RunConfig): RunConfig {
  return { ...config, ...Object.fromEntries(SHAPES.map((name) => [name, other[name]])) }
}
