// What of the timeline is shown: the notches of its slider, and the pictures of the snapshot or the live ones.
import type { RotationPanel, SampleGrid } from '../../spec/report.ts'
import type { SnapshotInfo } from '../../spec/runs.ts'
import type { State } from '../app/store.ts'
import { describeWait } from '../train/ramp.ts'
import { nearest, pinnedSnapshot, shownSnapshot } from './timeline-slice.ts'

/** The samples on the wall. */
export function shownGrid({ timeline, samples }: Pick<State, 'timeline' | 'samples'>): SampleGrid | null {
  return shownSnapshot(timeline)?.wall ?? samples.grid
}

/** Why the pictures of all classes on the wall are alike; null where they need not be. */
export function shownWait(state: Pick<State, 'timeline' | 'samples' | 'run'>): string | null {
  const grid = shownGrid(state)
  return grid && state.run.config && describeWait(state.run.config, grid.step)
}

export function shownPanel({ timeline, samples }: Pick<State, 'timeline' | 'samples'>): RotationPanel | null {
  const snapshot = shownSnapshot(timeline)
  return snapshot ? snapshot.panel : samples.panel
}

/** The step of the chosen snapshot, which the charts mark. */
export function pinnedStep({ timeline }: Pick<State, 'timeline'>): number | null {
  return pinnedSnapshot(timeline)?.step ?? null
}

/** The snapshots before the live samples: one of the same step would show the same pictures. @param now the step of the run */
export function notchesOf(snapshots: readonly SnapshotInfo[], now: number | null): readonly SnapshotInfo[] {
  return now === null ? snapshots : snapshots.filter(({ step }) => step < now)
}

/** The file of the snapshot nearest to the step; null: the live samples are nearer. */
export function nearestFile({ timeline, run }: Pick<State, 'timeline' | 'run'>, step: number): string | null {
  const now = run.report?.step ?? null
  const notches = notchesOf(timeline.snapshots, now)
  const live = now === null ? [] : [{ file: null, step: now }]
  return nearest([...notches, ...live], step)?.file ?? null
}
