import { expect, test } from 'vitest'
import type { SampleGrid, StepReport } from '../../spec/report.ts'
import { describeMilestone, NOTHING_PASSED, type Passed, passMilestones } from './milestones.ts'

const reportAt = (step: number, minutes: number, rotationAccuracyReal: number | null = null): StepReport => ({
  step,
  imagesSeen: 32 * step,
  statistics: { rotationAccuracyReal },
  stepsPerSecond: 1,
  elapsedSeconds: 60 * minutes,
})

const gridAt = (step: number, seeds: readonly number[] = [1, 2], classes?: readonly number[]): SampleGrid => ({
  step,
  seeds,
  ...(classes && { classes }),
  pictures: { count: seeds.length, size: 1, pixels: Uint8ClampedArray.from(seeds.flatMap((seed) => [seed, step % 256, 0, 255])) },
})

const run = (events: readonly (readonly [StepReport, SampleGrid])[], from: Passed = NOTHING_PASSED) =>
  events.reduce((passed, [report, grid]) => passMilestones(passed, report, grid), from)

test('after 1, 5 and 15 minutes the same seed is shown as it was at the milestone before and as it is now', () => {
  const first = run([[reportAt(1, 0.1), gridAt(1)]])
  expect(first.milestone).toBeNull()
  const one = run([[reportAt(60, 1.1, 0.38), gridAt(60)]], first)
  expect(one.milestone).toMatchObject({ minutes: 1, before: { step: 1, seed: 1 }, now: { step: 60, seed: 1 } })
  expect([...(one.milestone?.now.picture.pixels ?? [])]).toEqual([1, 60, 0, 255])
  const still = run([[reportAt(100, 3), gridAt(100)]], one)
  expect(still.milestone).toBe(one.milestone)
  const five = run([[reportAt(240, 5, 0.71), gridAt(240)]], still)
  expect(five.milestone).toMatchObject({ minutes: 5, before: { step: 60 }, now: { step: 240 } })
  expect(five.milestone && describeMilestone(five.milestone)).toBe(
    'After 5 minutes, step 240: seed 1 as it was at step 60 and as it is now. D is right about 71 % of the rotations, it was 38 %.',
  )
  const late = run(
    [
      [reportAt(900, 40), gridAt(900)],
      [reportAt(2000, 90), gridAt(2000)],
    ],
    five,
  )
  expect(late.milestone).toMatchObject({ minutes: 15, now: { step: 900 } })
})

test('a run that goes on is not told again what it has passed', () => {
  const resumed = run([
    [reportAt(500, 7), gridAt(500)],
    [reportAt(600, 9), gridAt(600)],
  ])
  expect(resumed.milestone).toBeNull()
  expect(run([[reportAt(900, 15), gridAt(900)]], resumed).milestone).toMatchObject({ minutes: 15, before: { step: 500 } })
})

test('a milestone waits until the sample is on the wall again, and until it was drawn anew', () => {
  const first = run([[reportAt(1, 0.1), gridAt(1, [1, 2], [0, 1])]])
  expect(run([[reportAt(60, 1), gridAt(60, [65, 66], [0, 1])]], first).milestone).toBeNull()
  expect(run([[reportAt(60, 1), gridAt(60, [1, 2], [1, 0])]], first).milestone).toBeNull() // the same seed of another class
  expect(run([[reportAt(60, 1), gridAt(1, [1, 2], [0, 1])]], first).milestone).toBeNull()
  expect(run([[reportAt(61, 1), gridAt(61, [2, 1], [1, 0])]], first).milestone).toMatchObject({ now: { seed: 1, class: 0, step: 61 } })
})
