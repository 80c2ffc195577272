// Which state of the run is taken away.
import type { SnapshotInfo } from '../../spec/runs.ts'
import type { State } from '../app/store.ts'

/** The snapshot that is taken away; null: the run as it is now, also where the chosen one is no longer kept. */
export function chosenSnapshot({ files, timeline }: Pick<State, 'files' | 'timeline'>): SnapshotInfo | null {
  return timeline.snapshots.find(({ file }) => file === files.snapshot) ?? null
}
