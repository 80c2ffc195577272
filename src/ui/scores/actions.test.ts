// The buttons of the scores: why they are blocked, and what they ask first.
import { expect, test } from 'vitest'
import { viewOf } from '../app/action.ts'
import { initialState, type State } from '../app/store.ts'
import { scoreActions } from './actions.ts'

const { scoreNow, returnToBest, chooseNetwork } = scoreActions
const opened = { id: 1, summary: { count: 9 } } as unknown as State['data']['opened']
const atStep = (step: number, scores: Partial<State['scores']> = {}): State => ({
  ...initialState,
  data: { ...initialState.data, opened },
  run: { ...initialState.run, state: 'paused', report: { step } as State['run']['report'] },
  scores: { ...initialState.scores, ...scores },
})
const reports = [{ step: 400 }, { step: 800 }] as unknown as State['scores']['reports']
const underWay = { phase: 'real', share: 0, left: null, waits: null } as const

test('a run is scored once it has networks, and one score at a time', () => {
  expect(viewOf(scoreNow, initialState, undefined).blocked).toBe('Choose images first.')
  expect(viewOf(scoreNow, atStep(400), undefined).blocked).toBeNull()
  expect(viewOf(scoreNow, atStep(400, { underWay }), undefined).blocked).toContain('A score is being computed')
})

test('returning to the best step says what it drops, and is blocked at that step', () => {
  expect(viewOf(returnToBest, atStep(400, { best: 400, reports }), undefined).blocked).toBe('The run is at that step now.')
  const later = atStep(900, { best: 400, reports })
  expect(viewOf(returnToBest, later, undefined).blocked).toBeNull()
  const question = returnToBest.question?.(later, undefined)
  expect(question?.title).toBe('Return to step 400?')
  expect(question?.text).toContain('500 steps of training and 1 score.')
})

test('another feature network needs confirmation only if scores would be dropped', () => {
  expect(viewOf(chooseNetwork, initialState, null).label).toBe('Back to MobileNetV2')
  expect(chooseNetwork.question?.(atStep(400), null)).toBeNull()
  expect(chooseNetwork.question?.(atStep(900, { reports }), null)?.text).toContain('2 scores of this run will be dropped, and with them')
})
