// What is lost when a run ends, in words.
import { expect, test } from 'vitest'
import type { Failure, StepReport } from '../../spec/report.ts'
import { describeLost, describeQuestion, describeRestart } from './describe-loss.ts'
import { initialKeep } from './keep-slice.ts'
import { initialRun } from './run-slice.ts'

const report = { step: 1240, elapsedSeconds: 754 } as StepReport
const running = { ...initialRun, state: 'running' as const, report }
const failed = (reason: Failure['reason']) => ({
  ...initialRun,
  state: 'failed' as const,
  report,
  failure: { reason, message: 'Gone.', advice: 'Restart.' },
})
const keptAt = (step: number) => ({ ...initialKeep, id: 'cats', saved: { step, at: 0 } })

test('a failure of a run that is not kept says which step is lost, where training begins again, and how long the rest stays', () => {
  expect(describeLost(failed('device-lost'), initialKeep)).toBe(
    'The run was at step 1,240 and was not kept: its networks are lost, and training begins again at step 0. Its charts, samples and scores stay until you press Restart.',
  )
  expect(describeLost(failed('not-finite'), initialKeep)).toContain('until you press Train or Reset.')
  expect(describeLost({ ...failed('device-lost'), report: null }, initialKeep)).toBeNull()
  expect(describeLost(running, initialKeep)).toBeNull()
})

test('a failure of a kept run says up to which step it is kept', () => {
  expect(describeLost(failed('not-finite'), keptAt(1200))).toBe('The run was at step 1,240. It is kept up to step 1,200.')
})

test('a restart reports the lost steps, if any', () => {
  expect(describeRestart(1240)?.title).toBe(
    'The trainer was restarted. The run at step 1,240 is lost, since it was not kept: Train begins at step 0.',
  )
  expect(describeRestart(1240)?.ofRun).toBe(true)
  expect(describeRestart(0)).toBeNull()
})

test('the confirmation distinguishes a run that could continue from a failed one', () => {
  const going = describeQuestion({ ...running, state: 'finished' }, initialKeep, 'reset')
  expect([going?.title, going?.go]).toEqual(['Reset this run?', 'Reset the run'])
  expect(going?.text).toMatch(/^1,240 steps, 12:34 of training, will be lost: the run is not kept\./)
  const device = describeQuestion(running, initialKeep, 'device')
  expect([device?.title, device?.text]).toEqual(['End this run to change the device?', going?.text])
  const left = describeQuestion(failed('not-finite'), initialKeep, 'train')
  expect([left?.title, left?.go]).toEqual(['Begin a new run at step 0?', 'Begin a new run'])
  expect(left?.text).toContain('that stopped at step 1,240')
  expect(describeQuestion(failed('not-finite'), initialKeep, 'reset')?.title).toBe('Clear what is left of this run?')
})

test('a kept run ends without a question; a change of device asks where steps would be made again', () => {
  for (const question of ['reset', 'train', 'step'] as const) {
    expect(describeQuestion(running, keptAt(1200), question)).toBeNull()
    expect(describeQuestion(failed('not-finite'), keptAt(1200), question)).toBeNull()
  }
  expect(describeQuestion(running, keptAt(1240), 'device')).toBeNull()
  expect(describeQuestion(failed('device-lost'), keptAt(1200), 'device')).toBeNull()
  const device = describeQuestion(running, keptAt(1200), 'device')
  expect(device?.text).toBe('The run is kept up to step 1,200, and goes on from there on the other device: 40 steps will be made again.')
})
