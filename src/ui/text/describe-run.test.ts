import { expect, test } from 'vitest'
import { initialRun } from '../store/run-slice.ts'
import { describeRun } from './describe-run.ts'

test('preparation has a share until all is compiled, and a pause that was asked for is told before it comes', () => {
  const told = (changes: Partial<typeof initialRun>) => describeRun({ ...initialRun, ...changes })
  expect(told({ state: 'preparing' })).toBe('Preparing')
  expect(told({ state: 'preparing', pausing: true, preparation: { done: 79, total: 80 } })).toBe('Preparing 98 %')
  expect(told({ state: 'preparing', preparation: { done: 80, total: 80 } })).toBe('First step…')
  expect(told({ state: 'running', pausing: true })).toBe('Pausing…')
  expect(told({ state: 'paused' })).toBe('Paused')
})
