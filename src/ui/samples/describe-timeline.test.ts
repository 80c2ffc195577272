// The timeline in words.
import { expect, test } from 'vitest'
import type { StepReport } from '../../spec/report.ts'
import { describeExample, describeLive, describeNotch, describeShown, labelledNotches } from './describe-timeline.ts'

test('a notch says its step and when it was kept, with the date unless that was today', () => {
  const savedAt = new Date(2026, 10, 30, 14, 2).getTime()
  expect(describeNotch({ step: 1200, savedAt }, savedAt + 60_000)).toBe('step 1,200, kept 14:02')
  expect(describeNotch({ step: 1200, savedAt }, savedAt + 86_400_000)).toBe('step 1,200, kept 30 Nov 2026, 14:02')
})

test('the end of the slider is live only while it trains', () => {
  expect(describeLive(1300, true)).toBe('live, step 1,300')
  expect(describeLive(1300, false)).toBe('last step, step 1,300')
  expect(describeLive(null, true)).toBe('live')
  expect(describeShown(1200, 6000)).toBe('Step 1,200 of 6,000')
})

test('the example says what it was trained on, for how long and where, and that it had no labels', () => {
  const report = { step: 6000, elapsedSeconds: 2893 } as StepReport
  const words = (backend: 'webgpu' | 'wasm') => describeExample('Fashion', report, { backend, name: 'Apple M2', threads: 1 })
  expect(words('wasm')).toBe('A finished example: 6,000 steps on Fashion without labels, in 48 min on a processor.')
  expect(words('webgpu')).toContain('in 48 min on Apple M2.')
})

test('a few evenly spaced notches are labelled, none next to the end', () => {
  expect(labelledNotches(3, 5)).toEqual([0, 1, 2])
  expect(labelledNotches(10, 5)).toEqual([0, 2, 4, 6, 8])
  expect(labelledNotches(11, 5)).toEqual([0, 3, 6, 9])
  expect(labelledNotches(13, 5)).toEqual([0, 3, 6, 9])
  expect(labelledNotches(1, 5)).toEqual([0])
})
