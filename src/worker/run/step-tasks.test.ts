// Time for which training waits between two steps.
import { expect, test } from 'vitest'
import type { WaitReason } from '../../spec/report.ts'
import { StepTasks } from './step-tasks.ts'

test('what the run needs before its next step is waited for, and is no time spent training, also where it fails', async () => {
  let time = 100
  const waits: (WaitReason | null)[] = []
  const tasks = new StepTasks({ now: () => time, onWait: (reason) => waits.push(reason) })
  await tasks.during('labels', async () => {
    expect(tasks.isRunning).toBe(true)
    time += 30
  })
  const failed = tasks.during('labels', async () => {
    time += 5
    throw new Error('there are none')
  })
  await expect(failed).rejects.toThrow('there are none')
  expect([tasks.isRunning, waits]).toEqual([false, ['labels', null, 'labels', null]])
  expect(tasks.clock()).toBe(100) // it stood still
  time += 2
  expect(tasks.clock()).toBe(102)
})
