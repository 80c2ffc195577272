// The state of a run in words, and its announcements.
import { expect, test } from 'vitest'
import type { StepReport } from '../../spec/report.ts'
import { initialState, type State } from '../app/store.ts'
import { describeEnding, describeRun, describeRunChange, describeTraining, ofUnknownLength } from './describe-run.ts'
import { initialRun } from './run-slice.ts'

const described = (changes: Partial<typeof initialRun>, seconds?: number) => describeRun({ ...initialRun, ...changes }, seconds)

test('preparation has a percentage until all is compiled, and a pending pause is shown', () => {
  expect(described({ state: 'preparing' })).toBe('Preparing…')
  expect(described({ state: 'preparing', pausing: true, preparation: { done: 79, total: 80 } })).toBe('Preparing 98 %')
  expect(described({ state: 'preparing', preparation: { done: 80, total: 80 } })).toBe('First step…')
  expect(described({ state: 'running', pausing: true })).toBe('Pausing…')
  expect(described({ state: 'paused' })).toBe('Paused')
})

test('work of unknown length shows the elapsed time', () => {
  const first = { state: 'preparing', preparation: { done: 80, total: 80 } } as const
  expect([described(first, 1), described(first, 12.7), described(first, 75)]).toEqual([
    'First step…',
    'First step, 12 s so far',
    'First step, 1:15 so far',
  ])
  expect(described({ state: 'preparing' }, 12)).toBe('Preparing, 12 s so far')
  const compiling = { state: 'preparing', preparation: { done: 8, total: 80 } } as const
  expect(described(compiling, 12)).toBe('Preparing 10 %')
  expect([ofUnknownLength({ ...initialRun, ...first }), ofUnknownLength({ ...initialRun, ...compiling })]).toEqual([true, false])
})

test('a reset that waits for a step says so, until the run has ended', () => {
  expect(described({ state: 'idle', ending: 3 })).toBe('Finishing a step…')
  expect(described({ state: 'preparing', ending: 3 }, 8)).toBe('Finishing a step, 8 s so far')
  expect(ofUnknownLength({ ...initialRun, ending: 3 })).toBe(true)
  expect(described({ state: 'idle' })).toBe('Ready')
})

test('a long wait after a reset is explained, with the time of a step if known', () => {
  const ending = { ...initialRun, ending: 3, endingStepSeconds: 8 }
  expect([describeEnding(ending, 1), describeEnding({ ...ending, ending: null }, 9)]).toEqual([null, null])
  expect(describeEnding(ending, 2)).toBe('The last step of the previous run cannot be interrupted. A step took about 0:08.')
  expect(describeEnding({ ...ending, state: 'preparing', endingStepSeconds: null }, 9)).toBe(
    'The last step of the previous run cannot be interrupted. It is the first step, which takes longest: the GPU programs are compiled for it. The new run begins right after it.',
  )
})

test('training that waits for other work is not called training; a paused run is called paused', () => {
  expect(described({ state: 'running', waitsFor: 'score' })).toBe('Scoring')
  expect(described({ state: 'running', waitsFor: 'analysis' })).toBe('Analysing')
  expect(described({ state: 'finished', waitsFor: 'score' })).toBe('Finished')
  expect(described({ state: 'running', waitsFor: null })).toBe('Training')
})

test('while its classes are found, a run says how far that is, before its first step as well as between two', () => {
  const finding = { words: 'Grouping the images', share: 0.426, left: 12 }
  for (const state of ['preparing', 'running'] as const) {
    const run = { ...initialRun, state, waitsFor: 'labels' } as const
    expect([describeRun(run, 20), describeRun(run, 20, finding)]).toEqual(['Finding classes…', 'Finding classes 42 %'])
    expect(ofUnknownLength(run)).toBe(false)
  }
  expect(describeRun({ ...initialRun, state: 'paused' }, 0, finding)).toBe('Paused')
})

test('a run that failed before its first step is called not started', () => {
  expect(described({ state: 'failed' })).toBe('Not started')
  expect(described({ state: 'failed', report: { step: 9 } as StepReport })).toBe('Stopped')
})

const report = { step: 1200, stepsPerSecond: 10, statistics: { rotationAccuracyReal: 0.62 } } as unknown as StepReport
const inState = (state: State['run']['state'], changes: Partial<State['run']> = {}): State => ({
  ...initialState,
  run: { ...initialState.run, state, report, ...changes },
})
const change = (before: State, after: State) => describeRunChange(before.run, after.run, after.keep)

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
  expect(change(inState('running'), inState('failed', { failure }))).toMatch(
    /^It ran away. The run was at step 1,200 and was not kept: .* Slow down.$/,
  )
  expect(change(inState('failed', { failure }), inState('failed', { failure }))).toBeNull()
})

test('progress is one sentence while training and silence otherwise', () => {
  expect(describeTraining(inState('running'))).toBe('Step 1,200 of 6,000. About 8:00 left. Rotation accuracy on real images: 62 %.')
  expect(describeTraining(inState('paused'))).toBeNull()
  const standing = inState('running', { waitsFor: 'score' })
  const underWay = { phase: 'samples', share: 0.4, left: 90, waits: 80 } as const
  expect(describeTraining({ ...standing, scores: { ...standing.scores, underWay } })).toBe(
    'Training waits for the score. Features of samples… 40 % of the score, about 1:30 left.',
  )
})
