// What the page says after the tab was asleep.
import { expect, test } from 'vitest'
import type { StepReport } from '../../spec/report.ts'
import { describeSleep } from './page-life.ts'
import { initialState } from './store.ts'

const at = (hours: number, minutes: number) => new Date(2026, 10, 25, hours, minutes).getTime()
const run = { ...initialState.run, state: 'running' as const, report: { step: 4200 } as StepReport }

test('a tab that was asleep while it trained says from when to when, and who says so', () => {
  const sleep = { from: at(14, 2), to: at(14, 20), frozen: true }
  expect(describeSleep({ run }, sleep)?.title).toBe(
    'The browser put this tab to sleep at 14:02. Training went on at 14:20, from step 4,200.',
  )
  expect(describeSleep({ run }, { ...sleep, frozen: false })?.title).toMatch(/^The browser or the computer put this tab to sleep/)
  expect(describeSleep({ run: { ...run, state: 'paused' } }, sleep)).toBeNull()
})
