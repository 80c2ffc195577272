// Which step the dialog shows, and whether the run makes one for it.
import { expect, test } from 'vitest'
import type { Command } from '../../protocol.ts'
import type { SlowStep } from '../../spec/slow-step.ts'
import { makeStore, type State } from '../app/store.ts'
import { createSlowStepActions, makeBlocker, shownStep, slowStepActions } from './actions.ts'

const SLOW = { step: 7 } as SlowStep

function inState(changes: { run?: Partial<State['run']>; slowStep?: Partial<State['slowStep']> }) {
  const store = makeStore()
  store.setState(({ run, slowStep }) => ({ run: { ...run, number: 3, ...changes.run }, slowStep: { ...slowStep, ...changes.slowStep } }))
  const sent: Command[] = []
  const client = { send: (command: Command) => sent.push(command), onEvent: () => undefined, restart: () => undefined }
  return { store, sent, actions: createSlowStepActions({ client, store }) }
}

const report = { step: 7 } as State['run']['report']

test.each(['running', 'paused', 'preparing'] as const)('a run that is %s makes one when the dialog opens', (state) => {
  const { store, sent, actions } = inState({ run: { state } })
  actions.showSlowStep()
  expect(sent).toEqual([{ type: 'slow-step', run: 3 }])
  expect(store.getState()).toMatchObject({ dialog: 'slow-step', slowStep: { making: true } })
  actions.makeSlowStep()
  expect(sent).toHaveLength(1) // one is under way
})

test('the one of the step that the run is at is shown again; after other steps a new one is made', () => {
  const again = inState({ run: { state: 'paused', report }, slowStep: { own: SLOW } })
  again.actions.showSlowStep()
  expect(again.sent).toEqual([])
  const later = inState({ run: { state: 'paused', report }, slowStep: { own: { ...SLOW, step: 6 } } })
  later.actions.showSlowStep()
  expect(later.sent).toHaveLength(1)
})

test('a finished run and one that is only looked at make none, and say why', () => {
  for (const state of ['finished', 'viewing', 'idle'] as const) {
    const { store, sent, actions } = inState({ run: { state, report }, slowStep: { recorded: { images: 'Fashion', slow: SLOW } } })
    actions.showSlowStep()
    expect(sent).toEqual([])
    expect(makeBlocker(store.getState())).toMatch(/\.$/)
    expect(slowStepActions.show.blocked).toBeUndefined() // the recorded one can be looked at
  }
})

test('the own step of the run comes before the recorded one', () => {
  const recorded = { images: 'Fashion', slow: { ...SLOW, step: 6001 } }
  expect(shownStep({ own: null, recorded, making: false }, 'Mine')).toEqual({ ...recorded, from: 'example' })
  expect(shownStep({ own: SLOW, recorded, making: false }, 'Mine')).toEqual({ slow: SLOW, from: 'run', images: 'Mine' })
  expect(shownStep({ own: null, recorded, making: true }, 'Mine')).toBeNull()
})
