// What is lost when a run ends, in words.
import { expect, test } from 'vitest'
import type { Failure, StepReport } from '../../spec/report.ts'
import { describeLost, describeLostPage, describeQuestion, describeRestart } from './describe-loss.ts'
import { initialRun } from './run-slice.ts'

const report = { step: 1240, elapsedSeconds: 754 } as StepReport
const failed = (reason: Failure['reason']) => ({
  ...initialRun,
  state: 'failed' as const,
  report,
  failure: { reason, message: 'Gone.', advice: 'Restart.' },
})

test('a failure says which step is lost, where training begins again, and how long the rest stays', () => {
  expect(describeLost(failed('device-lost'))).toBe(
    'The run was at step 1,240; its networks are lost, and training begins again at step 0. Its charts, samples and scores stay until you press Restart.',
  )
  expect(describeLost(failed('not-finite'))).toContain('until you press Train or Reset.')
  expect(describeLost({ ...failed('device-lost'), report: null })).toBeNull()
  expect(describeLost({ ...initialRun, state: 'running', report })).toBeNull()
})

test('a restart reports the lost steps, if any', () => {
  expect(describeRestart(1240)?.title).toBe('The trainer was restarted. The run at step 1,240 is lost: Train begins at step 0.')
  expect(describeRestart(1240)?.ofRun).toBe(true)
  expect(describeRestart(0)).toBeNull()
})

test('a page that the browser ended reports the lost step, until there is another run', () => {
  const notice = describeLostPage(1240)
  expect(notice?.title).toBe('The browser ended this page, and the run at step 1,240 is lost.')
  expect(notice?.ofRun).toBe(true)
  expect(describeLostPage(0)?.title).toContain('at step 0')
  expect(describeLostPage(null)).toBeNull()
})

test('the confirmation distinguishes a run that could continue from a failed one', () => {
  const going = describeQuestion({ ...initialRun, state: 'finished', report }, 'reset')
  expect([going.title, going.go]).toEqual(['Reset this run?', 'Reset the run'])
  expect(going.text).toMatch(/^1,240 steps, 12:34 of training, will be lost\./)
  const device = describeQuestion({ ...initialRun, state: 'running', report }, 'device')
  expect([device.title, device.text]).toEqual(['End this run to change the device?', going.text])
  const left = describeQuestion(failed('not-finite'), 'train')
  expect([left.title, left.go]).toEqual(['Begin a new run at step 0?', 'Begin a new run'])
  expect(left.text).toContain('that stopped at step 1,240')
  expect(describeQuestion(failed('not-finite'), 'reset').title).toBe('Clear what is left of this run?')
})
