import { expect, test } from 'vitest'
import { measureBlocker } from './measure-blocker.ts'
import { initialState, type State } from './store.ts'

const during = (changes: Partial<State>) => measureBlocker({ ...initialState, ...changes })
const inState = (state: State['run']['state']) => during({ run: { ...initialState.run, state } })

test('a machine is measured while nothing else works on it', () => {
  expect(during({})).toBeNull()
  for (const state of ['preparing', 'running'] as const) expect(inState(state)).toContain('pause it first')
  for (const state of ['paused', 'finished', 'failed'] as const) expect(inState(state)).toBeNull()
  expect(during({ scores: { ...initialState.scores, underWay: { phase: 'real', share: 0, left: null, waits: null } } })).toContain('score')
  const study = { id: 1, study: { kind: 'turns' }, share: 0, words: '', left: null } as const
  expect(during({ studies: { ...initialState.studies, underWay: study } })).toContain('Features')
  const opening = {} as NonNullable<State['data']['opening']>
  expect(during({ data: { ...initialState.data, opening } })).toContain('being prepared')
})
