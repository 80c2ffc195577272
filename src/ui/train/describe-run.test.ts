import { expect, test } from 'vitest'
import type { StepReport } from '../../spec/report.ts'
import { initialState, type State } from '../app/store.ts'
import { describeEnding, describeRun, describeRunChange, describeTraining, ofUnknownLength } from './describe-run.ts'
import { initialRun } from './run-slice.ts'

const told = (changes: Partial<typeof initialRun>, seconds?: number) => describeRun({ ...initialRun, ...changes }, seconds)

test('preparation has a share until all is compiled, and a pause that was asked for is told before it comes', () => {
  expect(told({ state: 'preparing' })).toBe('Preparing…')
  expect(told({ state: 'preparing', pausing: true, preparation: { done: 79, total: 80 } })).toBe('Preparing 98 %')
  expect(told({ state: 'preparing', preparation: { done: 80, total: 80 } })).toBe('First step…')
  expect(told({ state: 'running', pausing: true })).toBe('Pausing…')
  expect(told({ state: 'paused' })).toBe('Paused')
})

test('what has no known length tells how long it has been going on', () => {
  const first = { state: 'preparing', preparation: { done: 80, total: 80 } } as const
  expect([told(first, 1), told(first, 12.7), told(first, 75)]).toEqual([
    'First step…',
    'First step, 12 s so far',
    'First step, 1:15 so far',
  ])
  expect(told({ state: 'preparing' }, 12)).toBe('Preparing, 12 s so far')
  const compiling = { state: 'preparing', preparation: { done: 8, total: 80 } } as const
  expect(told(compiling, 12)).toBe('Preparing 10 %')
  expect([ofUnknownLength({ ...initialRun, ...first }), ofUnknownLength({ ...initialRun, ...compiling })]).toEqual([true, false])
})

test('a reset that waits for a step says so, until the run is gone', () => {
  expect(told({ state: 'idle', ending: 3 })).toBe('Ending the step…')
  expect(told({ state: 'preparing', ending: 3 }, 8)).toBe('Ending the step, 8 s so far')
  expect(ofUnknownLength({ ...initialRun, ending: 3 })).toBe(true)
  expect(told({ state: 'idle' })).toBe('Ready')
})

test('what a reset waits for is explained once it takes a while, with the time of a step where there was one', () => {
  const ending = { ...initialRun, ending: 3, endingStepSeconds: 8 }
  expect([describeEnding(ending, 1), describeEnding({ ...ending, ending: null }, 9)]).toEqual([null, null])
  expect(describeEnding(ending, 2)).toBe('The last step of the run before cannot be broken off. A step took about 0:08.')
  expect(describeEnding({ ...ending, state: 'preparing', endingStepSeconds: null }, 9)).toBe(
    'The last step of the run before cannot be broken off. It is the first, which takes longest: the programs of the networks are compiled for it. The new run begins right after it.',
  )
})

test('training that stands for other work is not called training; a run at rest rests whatever goes on beside it', () => {
  expect(told({ state: 'running', waitsFor: 'score' })).toBe('Scoring')
  expect(told({ state: 'running', waitsFor: 'analysis' })).toBe('Analysing')
  expect(told({ state: 'finished', waitsFor: 'score' })).toBe('Finished')
  expect(told({ state: 'running', waitsFor: null })).toBe('Training')
})

test('a run that failed before its first step has not stopped', () => {
  expect(told({ state: 'failed' })).toBe('Not started')
  expect(told({ state: 'failed', report: { step: 9 } as StepReport })).toBe('Stopped')
})

const report = { step: 1200, stepsPerSecond: 10, rotationAccuracyReal: 0.62 } as StepReport
const inState = (state: State['run']['state'], changes: Partial<State['run']> = {}): State => ({
  ...initialState,
  run: { ...initialState.run, state, report, ...changes },
})
const change = (before: State, after: State) => describeRunChange(before.run, after.run)

test('a change of state is announced, a step is not', () => {
  expect(change(inState('preparing'), inState('running'))).toBe('Training started.')
  expect(change(inState('paused'), inState('running'))).toBe('Training goes on at step 1,200.')
  expect(change(inState('finished'), inState('running'))).toBe('Training goes on at step 1,200.')
  expect(change(inState('idle'), inState('preparing'))).toBe('Preparing to train.')
  expect(change(inState('running'), inState('paused'))).toBe('Paused at step 1,200.')
  expect(change(inState('running'), inState('finished'))).toBe('Finished after 1,200 steps.')
  expect(change(inState('paused'), inState('idle'))).toBe('The run was reset.')
  expect(change(inState('running'), inState('running', { report: { ...report, step: 1201 } }))).toBeNull()
})

test('a failure is announced with what to do next', () => {
  const failure = { reason: 'not-finite', message: 'It ran away.', advice: 'Slow down.' } as const
  expect(change(inState('running'), inState('failed', { failure }))).toMatch(/^It ran away. The run stood at step 1,200; .* Slow down.$/)
  expect(change(inState('failed', { failure }), inState('failed', { failure }))).toBeNull()
})

test('progress is one sentence while training and silence otherwise', () => {
  expect(describeTraining(inState('running'))).toBe('Step 1,200 of 6,000. About 8:00 left. 62 % of the real quarter turns are told right.')
  expect(describeTraining(inState('paused'))).toBeNull()
  const standing = inState('running', { waitsFor: 'score' })
  const underWay = { phase: 'samples', share: 0.4, left: 90, waits: 80 } as const
  expect(describeTraining({ ...standing, scores: { ...standing.scores, underWay } })).toBe(
    'Training waits for the score. Features of samples… 40 % of the score, about 1:30 left.',
  )
})
