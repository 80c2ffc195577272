// The question before leaving.
import { expect, test } from 'vitest'
import type { RunState, StepReport } from '../../spec/report.ts'
import { leavingLoses } from './leaving.ts'
import { initialState, type State } from './store.ts'

const made = (step: number) => ({ step }) as StepReport
const asks = (state: RunState, report: StepReport | null, changes: { data?: Partial<State['data']>; keep?: Partial<State['keep']> } = {}) =>
  leavingLoses({
    run: { ...initialState.run, state, report },
    data: { ...initialState.data, ...changes.data },
    keep: { ...initialState.keep, ...changes.keep },
  })

test('leaving the page asks while there are steps or training is in progress, and nothing is kept', () => {
  for (const state of ['running', 'paused', 'finished', 'failed'] as const) expect([state, asks(state, made(200))]).toEqual([state, true])
  expect([asks('preparing', null), asks('running', null)]).toEqual([true, true])
  expect([asks('idle', null), asks('paused', null), asks('failed', null)]).toEqual([false, false, false])
  expect(asks('viewing', made(200))).toBe(false)
})

test('leaving the page does not ask for a run that is kept, but does once it can no longer be saved', () => {
  const kept = { id: 'cats', saved: { step: 190, at: 0 } }
  for (const state of ['running', 'paused', 'finished', 'failed'] as const) expect(asks(state, made(200), { keep: kept })).toBe(false)
  expect(asks('running', made(200), { keep: { ...kept, problem: 'The disk is full.' } })).toBe(true)
  expect(asks('running', made(200), { keep: { ...kept, saved: null } })).toBe(true)
})

test('leaving the page asks while the person’s own files are imported, but not for a built-in or kept set', () => {
  const opening = (source: unknown) => ({ data: { opening: { id: 1, source } as State['data']['opening'] } })
  expect(asks('idle', null, opening({ kind: 'files', name: 'moths', files: [] }))).toBe(true)
  expect(asks('idle', null, opening({ kind: 'kept', name: 'moths', key: 'm' }))).toBe(false)
  expect(asks('idle', null, opening({ kind: 'builtin', name: 'shapes' }))).toBe(false)
})
