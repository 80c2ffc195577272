// Milestones of a run: after 1, 5 and 15 minutes of training, what has changed since the one before, with the picture of one seed then and now.
import type { Pictures } from '../../spec/image-block.ts'
import type { SampleGrid, StepReport } from '../../spec/report.ts'
import { formatCount, formatPercent } from '../shared/format.ts'
import { onePicture } from '../shared/pixels-of.ts'

const MINUTES = [1, 5, 15] as const

/** A moment of the run: its first sample, and what D then could. */
export interface Moment {
  readonly step: number
  readonly seed: number
  readonly class: number | null
  readonly picture: Pictures
  readonly rotationAccuracy: number | null
}

export interface Milestone {
  readonly minutes: number
  readonly before: Moment
  readonly now: Moment
}

/** What is known of a run. */
export interface Passed {
  /** To compare with: the first samples, then those of the last milestone. */
  readonly last: Moment | null
  /** Milestones that have passed. */
  readonly count: number
  readonly milestone: Milestone | null
}

export const NOTHING_PASSED: Passed = { last: null, count: 0, milestone: null }

/** @param grid samples that were drawn since the last call, or before */
export function passMilestones(passed: Passed, report: StepReport, grid: SampleGrid): Passed {
  const now = momentOf(report, grid, passed.last)
  if (now === null) return passed
  const minutes = report.elapsedSeconds / 60
  const count = MINUTES.filter((each) => each <= minutes).length
  if (passed.last === null) return { last: now, count, milestone: null } // a run that goes on has passed some before
  const reached = MINUTES[count - 1]
  if (count === passed.count || reached === undefined || now.step <= passed.last.step) return passed
  return { last: now, count, milestone: { minutes: reached, before: passed.last, now } }
}

/** Null where the sample that is compared is not on the wall. */
function momentOf(report: StepReport, grid: SampleGrid, last: Moment | null): Moment | null {
  const classOf = (index: number) => grid.classes?.[index] ?? null
  const index = last === null ? 0 : grid.seeds.findIndex((seed, i) => seed === last.seed && classOf(i) === last.class)
  const seed = grid.seeds[index]
  if (seed === undefined) return null
  const rotationAccuracy = report.statistics.rotationAccuracyReal ?? null
  return { step: grid.step, seed, class: classOf(index), picture: onePicture(grid.pictures, index), rotationAccuracy }
}

/** “After 5 minutes, step 1,240: seed 1 as it was at step 260 and as it is now. D is right about 71 % of the rotations, it was 38 %.” */
export function describeMilestone({ minutes, before, now }: Milestone): string {
  const time = minutes === 1 ? '1 minute' : `${minutes} minutes`
  const pictures = `After ${time}, step ${formatCount(now.step)}: seed ${formatCount(now.seed)} as it was at step ${formatCount(before.step)} and as it is now.`
  if (before.rotationAccuracy === null || now.rotationAccuracy === null) return pictures
  return `${pictures} D is right about ${formatPercent(now.rotationAccuracy)} of the rotations, it was ${formatPercent(before.rotationAccuracy)}.`
}
