// When classes begin to count in a run: the slider of such a mark, a usual ramp, and what is to be said of the chosen one.
import { hasRamp, isConditional, kimgOf, type RunConfig, rampAt } from '../../spec/config.ts'
import type { NumberField } from '../../spec/fields.ts'
import { rampOver } from '../../spec/presets.ts'
import { formatSetting } from '../../spec/words.ts'
import { formatCount } from '../shared/format.ts'

/** Values of such a slider at least. */
const MIN_POSITIONS = 50

/** A setting with the range of its slider: a mark on the way of a run lies within it. @param length of the run, in kimg */
export function withinRun(field: NumberField, value: number, length: number): NumberField {
  if (field.unit !== 'kimg') return field
  const max = Math.min(field.max, Math.max(length, value, field.step))
  const step = Math.max(field.step, 10 ** Math.floor(Math.log10(max / MIN_POSITIONS)))
  return { ...field, max, step }
}

/** What helps to choose the marks: how long the run is, whether its classes ever count in full, and the usual ramp where that is offered. */
export function describeRamp(config: RunConfig): string {
  const { rampFrom, rampUntil } = rampOver(config)
  const usual = `${formatSetting(rampFrom)} to ${formatSetting(rampUntil)} would be usual.`
  const length = `This run sees ${formatSetting(kimgOf(config))} kimg`
  if (!hasRamp(config)) return `${length}: ${usual}`
  if (config.rampFrom >= kimgOf(config)) return `${length}: the classes would never count. ${usual}`
  return config.rampUntil > kimgOf(config) ? `${length}: the classes would not yet count in full at its end. ${usual}` : `${length}.`
}

/** Whether the usual ramp is worth offering: there is none, or the run ends before its classes count in full. */
export function lacksRamp(config: RunConfig): boolean {
  if (!isConditional(config) || config.conditioning === 'single') return false
  return !hasRamp(config) || config.rampUntil > kimgOf(config)
}

/** Why the pictures of all classes are still alike, by when the ramp begins; null where they need not be. @param step that was drawn */
export function describeWait(config: RunConfig, step: number): string | null {
  if (!isConditional(config) || rampAt(config, step) > 0) return null
  const first = Math.floor(config.rampFrom / kimgOf({ ...config, steps: 1 })) + 1
  return `All classes look alike until step ${formatCount(first)}, where they begin to count.`
}
