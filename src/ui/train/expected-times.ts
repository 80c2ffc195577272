// When there will be something to see, from the measured speed of this device: for panels that are still empty.
import type { FieldName, RunConfig } from '../../spec/config.ts'
import { presetConfig } from '../../spec/presets.ts'
import type { State } from '../app/store.ts'
import { formatAbout, formatCount } from '../shared/format.ts'

/** Steps after which outlines can be told on the wall: on Fashion, with Sketch, blobs at step 200 have become outlines at step 400. */
const FIRST_SHAPES = 300

/** Settings that a step takes longer or shorter with. Presets are timed as they are. */
const COSTLY: readonly FieldName[] = [
  'size',
  'batch',
  'rotatedShare',
  'adversarial',
  'conditioning',
  'architecture',
  'width',
  'latent',
  'generatorNorm',
  'loss',
  'penalty',
  'discriminatorSteps',
]

type Timed = Pick<State, 'run' | 'settings' | 'device'>

/** Of the run, else of the preset if nothing that matters differs from it; null: not known. */
export function secondsPerStep({ run, settings, device }: Timed): number | null {
  if (run.state === 'running' && run.report !== null && run.report.stepsPerSecond > 0) return 1 / run.report.stepsPerSecond
  const preset = presetConfig(settings.preset)
  const seconds = device.presetSeconds?.[settings.preset]
  const isTimed = COSTLY.every((name) => isSame(name, settings.config, preset))
  return seconds && isTimed ? seconds / preset.steps : null
}

const isSame = (name: FieldName, one: RunConfig, other: RunConfig) => one[name] === other[name]

/** “First shapes in about 40 s.” Null where the speed is not known. */
export function describeFirstShapes(state: Timed): string | null {
  const each = secondsPerStep(state)
  if (each === null) return null
  const { steps } = state.settings.config
  const left = Math.max(0, Math.min(FIRST_SHAPES, steps) - (state.run.state === 'running' ? (state.run.report?.step ?? 0) : 0))
  return `First shapes in about ${formatAbout(left * each)}.`
}

/** “Training with these settings takes about 2 h on this device.” Null where the speed is not known. */
export function describeTraining(state: Timed): string | null {
  const each = secondsPerStep(state)
  return each === null
    ? null
    : `Training with these settings takes about ${formatAbout(state.settings.config.steps * each)} on this device.`
}

/** When the first score is made by itself: “The first one comes at step 500, in about 6 min.” Null where none is. */
export function describeFirstScore(state: Timed): string | null {
  const { scoreEvery, steps } = state.settings.config
  if (scoreEvery === 0 || scoreEvery > steps) return null
  const each = secondsPerStep(state)
  const done = state.run.state === 'running' ? (state.run.report?.step ?? 0) : 0
  const next = scoreEvery * (Math.floor(done / scoreEvery) + 1)
  const when = each === null ? '' : `, in about ${formatAbout((next - done) * each)}`
  return `The first one comes by itself at step ${formatCount(next)}${when}.`
}
