import { expect, test } from 'vitest'
import type { StepReport } from '../../spec/report.ts'
import { describeEnding, describeRun, ofUnknownLength } from './describe-run.ts'
import { initialRun } from './run-slice.ts'

const told = (changes: Partial<typeof initialRun>, seconds?: number) => describeRun({ ...initialRun, ...changes }, seconds)

test('preparation has a percentage until all is compiled, and a pending pause is shown', () => {
  expect(told({ state: 'preparing' })).toBe('Preparing…')
  expect(told({ state: 'preparing', pausing: true, preparation: { done: 79, total: 80 } })).toBe('Preparing 98 %')
  expect(told({ state: 'preparing', preparation: { done: 80, total: 80 } })).toBe('First step…')
  expect(told({ state: 'running', pausing: true })).toBe('Pausing…')
  expect(told({ state: 'paused' })).toBe('Paused')
})

test('work of unknown length shows the elapsed time', () => {
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

test('a reset that waits for a step says so, until the run has ended', () => {
  expect(told({ state: 'idle', ending: 3 })).toBe('Finishing a step…')
  expect(told({ state: 'preparing', ending: 3 }, 8)).toBe('Finishing a step, 8 s so far')
  expect(ofUnknownLength({ ...initialRun, ending: 3 })).toBe(true)
  expect(told({ state: 'idle' })).toBe('Ready')
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
  expect(told({ state: 'running', waitsFor: 'score' })).toBe('Scoring')
  expect(told({ state: 'running', waitsFor: 'analysis' })).toBe('Analysing')
  expect(told({ state: 'finished', waitsFor: 'score' })).toBe('Finished')
  expect(told({ state: 'running', waitsFor: null })).toBe('Training')
})

test('a run that failed before its first step is called not started', () => {
  expect(told({ state: 'failed' })).toBe('Not started')
  expect(told({ state: 'failed', report: { step: 9 } as StepReport })).toBe('Stopped')
})
