// Positions of a slider and values of its setting.
import { expect, test } from 'vitest'
import { FIELD_NAMES } from '../../spec/config.ts'
import { FIELDS, type NumberField } from '../../spec/fields.ts'
import { parseConfig } from '../../spec/parse-config.ts'
import { fromPosition, hasSlider, LOG_POSITIONS, moveSlider, sliderRange, toPosition } from './slider-scale.ts'

const rate: NumberField = FIELDS.learningRateD
const latent: NumberField = FIELDS.latent

test('a log slider gives each decade the same length', () => {
  expect(toPosition(rate, 1e-6)).toBe(0)
  expect(toPosition(rate, 1e-4)).toBe(LOG_POSITIONS / 2)
  expect(toPosition(rate, 1e-2)).toBe(LOG_POSITIONS)
  expect(fromPosition(rate, LOG_POSITIONS / 2)).toBeCloseTo(1e-4, 10)
})

test('every position of every slider is a valid value', () => {
  for (const name of FIELD_NAMES) {
    const field = FIELDS[name]
    if (field.kind !== 'number' || !hasSlider(field)) continue
    const { min, max, step } = sliderRange(field)
    for (let position = min; position <= max; position += step * Math.max(1, Math.floor((max - min) / step / 500))) {
      expect(parseConfig({ [name]: fromPosition(field, position) }).problems).toEqual([])
    }
  }
})

test('one press of an arrow key always changes the value', () => {
  for (const field of [rate, latent]) {
    let value: number = field.min
    for (let presses = 0; value < field.max; presses++) {
      expect(presses).toBeLessThan(2 * LOG_POSITIONS)
      const next = moveSlider(field, value, toPosition(field, value) + 1)
      expect(next).toBeGreaterThan(value)
      value = next
    }
  }
})

test('a range of four thousand million values has no slider', () => {
  expect(hasSlider(FIELDS.seed)).toBe(false)
  expect(hasSlider(FIELDS.batch)).toBe(true)
})
