// The buttons of the run: their names and why they are blocked, in every state of a run.
import { expect, test } from 'vitest'
import { preparationOf } from '../../spec/config.ts'
import { perform, viewOf } from '../app/action.ts'
import { initialState, makeStore, type State } from '../app/store.ts'
import { type RunActions, runActions } from './run-actions.ts'
import type { RunSlice } from './run-slice.ts'

const device = { backend: 'webgpu' } as RunSlice['device']
const opened = { id: 1, source: { kind: 'builtin', name: 'shapes' }, summary: { count: 9 } } as unknown as State['data']['opened']
const settings = initialState.settings
const prepared = { ...opened, preparation: preparationOf(settings.config) } as State['data']['opened']
const inState = (state: RunSlice['state'], changes: Partial<RunSlice> = {}): State => ({
  ...initialState,
  run: { ...initialState.run, device, state, ...changes },
  data: { ...initialState.data, opened: prepared },
})
const train = (state: State) => viewOf(runActions.trainOrPause, state, undefined)
const step = (state: State) => viewOf(runActions.step, state, undefined)
const reset = (state: State) => viewOf(runActions.reset, state, undefined)

test('the button of the run says what it does next', () => {
  const labels = (['idle', 'preparing', 'running', 'paused', 'failed'] as const).map((state) => train(inState(state)).label)
  expect(labels).toEqual(['Train', 'Pause', 'Pause', 'Resume', 'Train'])
  const finished = { ...inState('finished'), settings: { ...settings, preset: 'smoke' as const } }
  expect(train(finished).label).toBe('Train +300')
  expect(train(inState('running')).icon).not.toBe(train(inState('paused')).icon)
})

test('a blocked action says why', () => {
  expect(train(inState('idle')).blocked).toBeNull()
  expect(train({ ...initialState, run: { ...initialState.run, device } }).blocked).toBe('Choose images first.')
  expect(train(inState('running', { pausing: true })).blocked).toBe('It pauses after the current step.')
  expect(step(inState('running')).blocked).toBe('Pause first.')
  expect(step(inState('finished')).blocked).toContain('train further first')
  expect([step(inState('paused')).blocked, step(inState('idle')).blocked]).toEqual([null, null])
  expect(reset(inState('idle')).blocked).toBe('There is no run to reset.')
  expect(reset(inState('idle', { ending: 1 })).blocked).toBe('The last step is still finishing.')
  const failure = { reason: 'worker-lost', message: '', advice: '' } as const
  expect(reset(inState('failed', { failure })).blocked).toBe('Restart the trainer first.')
  expect(reset(inState('failed')).blocked).toBeNull()
})

test('a blocked action is not performed, whether by button or by key', () => {
  const store = makeStore()
  let toggled = 0
  const commands = { toggle: () => void toggled++ } as RunActions
  perform(store, commands, runActions.trainOrPause, undefined)
  store.setState(inState('idle'))
  perform(store, commands, runActions.trainOrPause, undefined)
  expect(toggled).toBe(1)
})

test('the effect of an action is announced', () => {
  const store = makeStore()
  store.setState(inState('idle'))
  const commands = { toggle: () => store.setState(inState('preparing')) } as RunActions
  perform(store, commands, runActions.trainOrPause, undefined)
  expect(store.getState().announcement).toEqual({ sentence: 'Preparing to train.' })
})
