// When classes begin to count in a run: the slider of such a mark, a usual ramp, and what is to be said of the chosen one.
import { hasRamp, isConditional, kimgOf, type RunConfig } from '../../spec/config.ts'
import type { NumberField } from '../../spec/fields.ts'
import { rampOver } from '../../spec/presets.ts'
import { formatSetting } from '../../spec/words.ts'

/** Values of such a slider at least. */
const MIN_POSITIONS = 50

/** A setting with the range of its slider: a mark on the way of a run lies within it. @param length of the run, in kimg */
export function withinRun(field: NumberField, value: number, length: number): NumberField {
  if (field.unit !== 'kimg') return field
  const max = Math.min(field.max, Math.max(length, value, field.step))
  const step = Math.max(field.step, 10 ** Math.floor(Math.log10(max / MIN_POSITIONS)))
  return { ...field, max, step }
}

/** What helps to choose the marks: how long the run is, and whether its classes ever count in full. */
export function describeRamp(config: RunConfig): string {
  const length = `This run sees ${formatSetting(kimgOf(config))} kimg`
  if (!hasRamp(config)) {
    const { rampFrom, rampUntil } = rampOver(config)
    return `${length}: ${formatSetting(rampFrom)} to ${formatSetting(rampUntil)} would be usual.`
  }
  if (config.rampFrom >= kimgOf(config)) return `${length}: the classes would never count.`
  return config.rampUntil > kimgOf(config) ? `${length}: the classes would not yet count in full at its end.` : `${length}.`
}

/** Whether the usual ramp is worth offering. */
export function lacksRamp(config: RunConfig): boolean {
  return isConditional(config) && config.conditioning !== 'single' && !hasRamp(config)
}
