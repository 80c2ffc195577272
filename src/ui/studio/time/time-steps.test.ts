// The steps that the time machine goes through, and what is said of them.
import { expect, test } from 'vitest'
import type { SnapshotInfo } from '../../../spec/runs.ts'
import { describeDivider, describePicturesOnly, describeStep, indexOfFile, type TimeStep, timeSteps } from './time-steps.ts'

const kept = (step: number, content: SnapshotInfo['content']): SnapshotInfo => ({ file: `s${step}`, step, savedAt: 0, bytes: 1, content })

test('are the kept ones before the present step, and at the end the run as it is now', () => {
  const steps = timeSteps([kept(100, 'pictures'), kept(200, 'networks'), kept(1300, 'state'), kept(1500, 'state')], 1500)
  expect(steps).toEqual([
    { file: 's100', step: 100, draws: false },
    { file: 's200', step: 200, draws: true },
    { file: 's1300', step: 1300, draws: true },
    { file: null, step: 1500, draws: true },
  ])
  expect(['s200', null, 'gone'].map((file) => indexOfFile(steps, file))).toEqual([1, 3, 3])
  expect(steps.map(describeStep)).toEqual(['step 100', 'step 200', 'step 1,300', 'now, step 1,500'])
  expect(describeDivider(0.4, steps[1] as TimeStep, steps[3] as TimeStep)).toBe('left 40 % step 200, right now, step 1,500')
  expect(describePicturesOnly(steps)).toMatch(/^1 of 4 steps keep only the pictures of their wall/)
  expect(describePicturesOnly(steps.slice(1))).toBeNull()
  expect(timeSteps([], null)).toEqual([{ file: null, step: null, draws: true }])
})
