// Maps values to slider positions and back. On a log scale positions run from 0 to 1000.
import type { NumberField } from '../../spec/fields.ts'

type Scale = Pick<NumberField, 'min' | 'max' | 'step' | 'scale'>

export const LOG_POSITIONS = 1000
/** With more values a slider is too coarse: only the number field is shown. */
const MAX_LINEAR_VALUES = 100_000

export function hasSlider(field: Scale): boolean {
  return field.scale === 'log' || (field.max - field.min) / field.step <= MAX_LINEAR_VALUES
}

export function sliderRange(field: Scale): { min: number; max: number; step: number } {
  return field.scale === 'log' ? { min: 0, max: LOG_POSITIONS, step: 1 } : { min: field.min, max: field.max, step: field.step }
}

export function toPosition(field: Scale, value: number): number {
  if (field.scale === 'linear') return value
  return Math.round((LOG_POSITIONS * Math.log(value / field.min)) / Math.log(field.max / field.min))
}

/** Rounded to two significant digits on a log scale; integers stay integers. */
export function fromPosition(field: Scale, position: number): number {
  if (field.scale === 'linear') return Number(position.toPrecision(10))
  if (position >= LOG_POSITIONS) return field.max
  if (position <= 0) return field.min
  const value = Number((field.min * (field.max / field.min) ** (position / LOG_POSITIONS)).toPrecision(2))
  const snapped = Number.isInteger(field.step) ? field.min + Math.round((value - field.min) / field.step) * field.step : value
  return Math.min(field.max, Math.max(field.min, snapped))
}

/** The value after moving the slider; a press of an arrow key always changes it, even where rounding would not. */
export function moveSlider(field: Scale, value: number, position: number): number {
  const target = fromPosition(field, position)
  const direction = Math.sign(position - toPosition(field, value))
  if (direction === 0 || Math.sign(target - value) === direction) return target
  const unit = Number.isInteger(field.step) ? field.step : 10 ** (Math.floor(Math.log10(value)) - 1)
  return Math.min(field.max, Math.max(field.min, Number((value + direction * unit).toPrecision(10))))
}
