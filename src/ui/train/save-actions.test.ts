// The buttons that save and copy: their labels and why they are blocked.
import { expect, test } from 'vitest'
import { viewOf } from '../app/action.ts'
import { initialState, type State } from '../app/store.ts'
import { saveActions } from './save-actions.ts'

const saving = (changes: Partial<State['saves']>): State => ({ ...initialState, saves: { ...initialState.saves, ...changes } })

test('there is nothing to save of the charts before the first report', () => {
  const { saveMetrics } = saveActions
  expect(viewOf(saveMetrics, initialState, 'csv').blocked).toBe('There are no values yet.')
  const report = { step: 1 } as State['run']['report']
  expect(viewOf(saveMetrics, { ...initialState, run: { ...initialState.run, report } }, 'csv').blocked).toBeNull()
})

test('the button that copies the link says what it left out and whether it was allowed', () => {
  const label = (state: State) => viewOf(saveActions.copyLink, state, undefined).label
  expect(label(initialState)).toBe('Copy link')
  expect(label(saving({ copied: { what: 'link', done: true } }))).toBe('Copied')
  expect(label(saving({ copied: { what: 'report', done: true } }))).toBe('Copy link')
  expect(label(saving({ copied: { what: 'link', done: false } }))).toBe('Copy it from the address bar')
  const wanted = { kind: 'files', name: 'moths', files: [] } as const
  expect(label({ ...initialState, data: { ...initialState.data, wanted } })).toBe('Copy link, without the images')
})
