import { expect, test } from 'vitest'
import { DEFAULT_PREPARATION } from '../../spec/config.ts'
import type { StepReport } from '../../spec/report.ts'
import { initialState, type State } from '../store/store.ts'
import { milestone, progressSentence } from './announce.ts'

const report = { step: 1200, stepsPerSecond: 10, rotationAccuracyReal: 0.62 } as StepReport
const inState = (state: State['run']['state'], changes: Partial<State['run']> = {}): State => ({
  ...initialState,
  run: { ...initialState.run, state, report, ...changes },
})

test('milestones are said, steps are not', () => {
  expect(milestone(inState('preparing'), inState('running'))).toBe('Training started.')
  expect(milestone(inState('paused'), inState('running'))).toBe('Training goes on at step 1,200.')
  expect(milestone(inState('running'), inState('finished'))).toBe('Finished after 1,200 steps.')
  expect(milestone(inState('running'), inState('running', { report: { ...report, step: 1201 } }))).toBeNull()
})

test('a failure is said with what to do next', () => {
  const failure = { reason: 'not-finite', message: 'It ran away.', advice: 'Slow down.' } as const
  expect(milestone(inState('running'), inState('failed', { failure }))).toBe('It ran away. Slow down.')
})

test('progress is one sentence while training and silence otherwise', () => {
  expect(progressSentence(inState('running'))).toBe('Step 1,200 of 6,000. About 8:00 left. 62 % of the real quarter turns are told right.')
  expect(progressSentence(inState('paused'))).toBeNull()
})

test('that a kept set cannot follow the settings is said once', () => {
  const opened = {
    id: 1,
    source: { kind: 'kept', name: 'moths', key: 'm' },
    preparation: DEFAULT_PREPARATION,
  } as unknown as State['data']['opened']
  const before = { ...initialState, data: { ...initialState.data, opened } }
  const config = { ...before.settings.config, trimBars: true }
  const after = { ...before, settings: { ...before.settings, config } }
  const sentence = '“moths” was prepared with other settings for images. Choose its folder again to prepare it with these.'
  expect([milestone(before, after), milestone(after, { ...after })]).toEqual([sentence, null])
})

test('an import is said in counts, with what to know about it', () => {
  const summary = {
    label: 'moths',
    count: 8,
    prepared: 9,
    leftOutByHand: 0,
    findingCounts: { damaged: 2 },
    warnings: [{ title: 'These are few images.' }],
  }
  const opened = { id: 1, source: { kind: 'files', name: 'moths', files: [] }, summary } as unknown as State['data']['opened']
  const after = { ...initialState, data: { ...initialState.data, opened } }
  expect(milestone(initialState, after)).toBe('moths: 9 of 11 files became images, 1 is left out. These are few images.')
  expect(milestone(after, { ...after, data: { ...after.data } })).toBeNull()
})
