// How a run is kept, in words.
import { expect, test } from 'vitest'
import type { StepReport } from '../../spec/report.ts'
import { initialState, type State } from '../app/store.ts'
import { backupReminder, describeAge, describeLostPage, describeRecovery, describeSaved } from './describe-keep.ts'
import { cats } from './keep-test-support.ts'

test('a save says its step and its age', () => {
  expect(describeSaved(null, 0)).toBe('not yet')
  expect(describeSaved({ step: 4200, at: 1000 }, 21_500)).toBe('step 4,200 · 20 s ago')
  const ages = [0, 4, 59, 61, 7300, 200_000].map((seconds) => describeAge(1000 * seconds))
  expect(ages).toEqual(['just now', 'just now', '55 s ago', '1 min ago', '2 h ago', '2 days ago'])
})

const HOUR = 3_600_000
function trained(seconds: number, exportedAt: number | null, savedAt: number): State {
  const { keep, runs, run } = initialState
  return {
    ...initialState,
    run: { ...run, state: 'running', report: { step: 9, elapsedSeconds: seconds } as StepReport },
    keep: { ...keep, id: cats.id, saved: { step: 9, at: savedAt } },
    runs: { ...runs, stored: { ...runs.stored, runs: [{ ...cats, exportedAt }] } },
  }
}

test('after an hour of training without a file of one’s own, and not before, it is said that the browser is no backup', () => {
  expect(backupReminder(trained(3599, null, HOUR))).toBeNull()
  expect(backupReminder(trained(3600, null, HOUR))).toContain('in no file of your own yet')
  expect(backupReminder(trained(90_000, 10 * HOUR, 10.5 * HOUR))).toBeNull() // saved as a file half an hour ago
  expect(backupReminder(trained(90_000, 10 * HOUR, 12 * HOUR))).toContain('not a backup')
  expect(backupReminder(trained(60, 10 * HOUR, 12 * HOUR))).toBeNull() // opened, but hardly trained since
})

test('a page that ended with its run says what is kept of that run, and nothing of another one', () => {
  expect(describeLostPage(cats, { id: cats.id, step: 4210 })).toBe(
    'The browser ended this page at step 4,210; the run is kept up to step 4,200.',
  )
  expect(describeLostPage(cats, { id: cats.id, step: 4200 })).toContain('Nothing of the run is lost.')
  expect([describeLostPage(cats, { id: 'dogs', step: 4210 }), describeLostPage(cats, null)]).toEqual([null, null])
})

test('a recovery says what happened, where, and from where it goes on', () => {
  const failure = { reason: 'worker-lost', message: 'Gone.', advice: '' } as const
  expect(describeRecovery(failure, 40, 20, false).title).toBe('The trainer stopped unexpectedly at step 40. Training goes on from step 20.')
  expect(describeRecovery(failure, 40, 40, false).title).toContain('Training goes on from there.')
  const resting = [20, 40].map((step) => describeRecovery(failure, 40, step, true).title.split('. ')[1])
  expect(resting).toEqual(['The run is back at step 20.', 'The run is back there.'])
})
