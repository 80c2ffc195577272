// Why actions of the page are blocked.
import { expect, test } from 'vitest'
import type { RunConfig } from '../../spec/config.ts'
import type { StepReport } from '../../spec/report.ts'
import { analysisBlocker, labelsBlocker, measureBlocker, networkBlocker } from './blockers.ts'
import { initialState, type State } from './store.ts'

const opened = { id: 1, summary: { count: 9 } } as unknown as State['data']['opened']
const withImages = { ...initialState, data: { ...initialState.data, opened } }
const duringRun = (run: Partial<State['run']>): State => ({ ...withImages, run: { ...initialState.run, ...run } })

test('networks can be used from the first step on, also while the run is paused', () => {
  const report = { step: 1 } as StepReport
  expect(networkBlocker(initialState)).toBe('Choose images first.')
  const allOut = { id: 1, summary: { count: 0 } } as unknown as State['data']['opened']
  expect(networkBlocker({ ...initialState, data: { ...initialState.data, opened: allOut } })).toContain('left out')
  expect(networkBlocker(withImages)).toContain('press Train first')
  expect(networkBlocker(duringRun({ state: 'failed', report }))).toContain('no longer in memory')
  expect(networkBlocker(duringRun({ state: 'failed' }))).toContain('press Train first')
  expect(networkBlocker(duringRun({ state: 'running' }))).toBe('The run has made no step yet.')
  for (const state of ['running', 'paused', 'finished'] as const) expect(networkBlocker(duringRun({ state, report }))).toBeNull()
})

const device = { backend: 'webgpu' } as State['run']['device']
const ready: State = { ...initialState, run: { ...initialState.run, device }, data: { ...initialState.data, opened } }
const analysis = { kind: 'map', source: { kind: 'network', name: 'mobilenet-v2' }, samples: 0 } as const
const busy: State = { ...ready, analyses: { ...ready.analyses, underWay: { id: 1, analysis, share: 0.5, words: '', left: null } } }

test('an analysis can be asked for once images and a device are there, and not while one of another kind is under way', () => {
  expect(analysisBlocker(initialState, 'map')).toBe('Looking for a device to train on…')
  expect(analysisBlocker({ ...ready, data: initialState.data }, 'map')).toBe('Choose images first.')
  expect(analysisBlocker(ready, 'map')).toBeNull()
  expect(analysisBlocker(busy, 'map')).toBeNull()
  expect(analysisBlocker(busy, 'neighbours')).toBe('The map is being made: wait for it or cancel it first.')
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
  const analysis = { id: 1, analysis: { kind: 'rotations' }, share: 0, words: '', left: null } as const
  expect(measuringWith({ analyses: { ...initialState.analyses, underWay: analysis } })).toContain('Features')
  const opening = {} as NonNullable<State['data']['opening']>
  expect(measuringWith({ data: { ...initialState.data, opening } })).toContain('being prepared')
})

test('settings that learn from labels do not train on images without two different ones, and the others do', () => {
  const blocked = (conditioning: RunConfig['conditioning'], names: readonly string[] | null) => {
    const labels = names && { source: 'hand', names, counts: names.map(() => 3), unlabelled: 3 }
    const of = { id: 1, summary: { count: 9, labels } } as unknown as State['data']['opened']
    const { settings } = initialState
    const config = { ...settings.config, conditioning }
    return labelsBlocker({ data: { ...initialState.data, opened: of }, settings: { ...settings, config } })
  }
  for (const conditioning of ['inferred', 'co-trained', 'given'] as const) {
    expect(blocked(conditioning, null), conditioning).toContain('have none: label a few of each kind')
    expect(blocked(conditioning, ['a']), conditioning).toContain('have only one: label a few of another kind')
    expect(blocked(conditioning, ['a', 'b']), conditioning).toBeNull()
  }
  for (const conditioning of ['none', 'single', 'random', 'clusters'] as const) expect(blocked(conditioning, null), conditioning).toBeNull()
})
