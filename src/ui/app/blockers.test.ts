import { expect, test } from 'vitest'
import type { StepReport } from '../../spec/report.ts'
import { measureBlocker, networkBlocker, studyBlocker } from './blockers.ts'
import { initialState, type State } from './store.ts'

const opened = { id: 1, summary: { count: 9 } } as unknown as State['data']['opened']
const withImages = { ...initialState, data: { ...initialState.data, opened } }
const duringRun = (run: Partial<State['run']>): State => ({ ...withImages, run: { ...initialState.run, ...run } })

test('networks can be used from the first step on, also while the run is paused', () => {
  const report = { step: 1 } as StepReport
  expect(networkBlocker(initialState)).toContain('no images')
  const allOut = { id: 1, summary: { count: 0 } } as unknown as State['data']['opened']
  expect(networkBlocker({ ...initialState, data: { ...initialState.data, opened: allOut } })).toContain('left out')
  expect(networkBlocker(withImages)).toContain('press Train first')
  expect(networkBlocker(duringRun({ state: 'failed', report }))).toContain('its networks are lost')
  expect(networkBlocker(duringRun({ state: 'failed' }))).toContain('press Train first')
  expect(networkBlocker(duringRun({ state: 'running' }))).toBe('The run has made no step yet.')
  for (const state of ['running', 'paused', 'finished'] as const) expect(networkBlocker(duringRun({ state, report }))).toBeNull()
})

const device = { backend: 'webgpu' } as State['run']['device']
const ready: State = { ...initialState, run: { ...initialState.run, device }, data: { ...initialState.data, opened } }
const study = { kind: 'map', source: { kind: 'network', name: 'mobilenet-v2' }, samples: 0 } as const
const busy: State = { ...ready, studies: { ...ready.studies, underWay: { id: 1, study, share: 0.5, words: '', left: null } } }

test('an analysis needs images and a device, and no analysis of another kind in progress', () => {
  expect(studyBlocker(initialState, 'map')).toBe('Looking for a device…')
  expect(studyBlocker({ ...ready, data: initialState.data }, 'map')).toBe('Choose images first.')
  expect(studyBlocker(ready, 'map')).toBeNull()
  expect(studyBlocker(busy, 'map')).toBeNull()
  expect(studyBlocker(busy, 'neighbours')).toBe('The map is being made: wait for it or cancel it first.')
})

const measuringWith = (changes: Partial<State>) => measureBlocker({ ...initialState, ...changes })
const inState = (state: State['run']['state']) => measuringWith({ run: { ...initialState.run, state } })

test('the machine can be measured while nothing else runs on it', () => {
  expect(measuringWith({})).toBeNull()
  for (const state of ['preparing', 'running'] as const) expect(inState(state)).toContain('pause it first')
  for (const state of ['paused', 'finished', 'failed'] as const) expect(inState(state)).toBeNull()
  expect(measuringWith({ scores: { ...initialState.scores, underWay: { phase: 'real', share: 0, left: null, waits: null } } })).toContain(
    'score',
  )
  const study = { id: 1, study: { kind: 'turns' }, share: 0, words: '', left: null } as const
  expect(measuringWith({ studies: { ...initialState.studies, underWay: study } })).toContain('Features')
  const opening = {} as NonNullable<State['data']['opening']>
  expect(measuringWith({ data: { ...initialState.data, opening } })).toContain('being prepared')
})
