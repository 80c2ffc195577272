import { expect, test } from 'vitest'
import type { StepReport } from '../../spec/report.ts'
import { networkBlocker } from './network-blocker.ts'
import { initialState, type State } from './store.ts'

const opened = { id: 1, summary: { count: 9 } } as unknown as State['data']['opened']
const withImages = { ...initialState, data: { ...initialState.data, opened } }
const during = (run: Partial<State['run']>): State => ({ ...withImages, run: { ...initialState.run, ...run } })

test('there is a network to look at from the first step on, also when the run rests', () => {
  const report = { step: 1 } as StepReport
  expect(networkBlocker(initialState)).toContain('no images')
  const allOut = { id: 1, summary: { count: 0 } } as unknown as State['data']['opened']
  expect(networkBlocker({ ...initialState, data: { ...initialState.data, opened: allOut } })).toContain('left out')
  expect(networkBlocker(withImages)).toContain('press Train first')
  expect(networkBlocker(during({ state: 'failed', report }))).toContain('its networks are lost')
  expect(networkBlocker(during({ state: 'failed' }))).toContain('press Train first')
  expect(networkBlocker(during({ state: 'running' }))).toBe('The run has made no step yet.')
  for (const state of ['running', 'paused', 'finished'] as const) expect(networkBlocker(during({ state, report }))).toBeNull()
})
