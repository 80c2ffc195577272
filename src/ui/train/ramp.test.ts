// When classes begin to count: the slider of such a mark, and what is said of the chosen ramp.
import { expect, test } from 'vitest'
import { DEFAULTS } from '../../spec/config.ts'
import { FIELDS } from '../../spec/fields.ts'
import { presetConfig, rampOver } from '../../spec/presets.ts'
import { hasSlider } from '../shared/slider-scale.ts'
import { describeRamp, describeWait, lacksRamp, withinRun } from './ramp.ts'

test('the slider of a mark ends where the run does, in steps that suit its length', () => {
  const smoke = withinRun(FIELDS.rampFrom, 0, 9.6)
  expect([smoke.max, smoke.step, hasSlider(smoke)]).toEqual([9.6, 0.1, true])
  const sketch = withinRun(FIELDS.rampFrom, 57.6, 192)
  expect([sketch.max, sketch.step]).toEqual([192, 1])
  const paper = withinRun(FIELDS.rampFrom, 0, 6400)
  expect([paper.max, paper.step]).toEqual([6400, 100])
})

test('a mark beyond the end of a run, which may go on, stays within its slider', () => {
  expect(withinRun(FIELDS.rampUntil, 40, 9.6).max).toBe(40)
  expect(withinRun(FIELDS.rampUntil, 0, 0.016).max).toBe(0.1)
})

test('other settings keep their range', () => {
  expect(withinRun(FIELDS.alpha, 0.2, 9.6)).toBe(FIELDS.alpha)
})

test('without a ramp the usual one is named and offered, but not where all images have the same class', () => {
  const config = { ...presetConfig('smoke'), conditioning: 'clusters' as const }
  expect([describeRamp(config), lacksRamp(config)]).toEqual(['This run sees 9.6 kimg: 2.88 to 5.76 would be usual.', true])
  expect(lacksRamp({ ...config, conditioning: 'single' })).toBe(false)
  expect(lacksRamp(DEFAULTS)).toBe(false)
})

test('a ramp that the run does not live to see is named', () => {
  const config = presetConfig('self-conditioned')
  expect([describeRamp(config), lacksRamp(config)]).toEqual(['This run sees 192 kimg.', false])
  expect(describeRamp({ ...config, steps: 3000 })).toBe(
    'This run sees 96 kimg: the classes would not yet count in full at its end. 28.8 to 57.6 would be usual.',
  )
  const short = { ...config, steps: 1000 }
  expect(describeRamp(short)).toBe('This run sees 32 kimg: the classes would never count. 9.6 to 19.2 would be usual.')
  expect([lacksRamp({ ...config, steps: 3000 }), lacksRamp(short), lacksRamp({ ...short, ...rampOver(short) })]).toEqual([
    true,
    true,
    false,
  ])
})

test('it is said why the classes look alike before the ramp begins, and no longer once it does', () => {
  const config = presetConfig('s3gan') // from 57.6 kimg on, by 32 images a step
  const sentence = 'All classes look alike until step 1,801, where they begin to count.'
  expect([describeWait(config, 200), describeWait(config, 1800), describeWait(config, 1801)]).toEqual([sentence, sentence, null])
  expect([describeWait({ ...config, rampFrom: 0, rampUntil: 0 }, 1), describeWait(DEFAULTS, 1)]).toEqual([null, null])
})
