// State of the snapshots of the run over time, and which of them the wall shows.
import type { SnapshotInfo, SnapshotPictures } from '../../spec/runs.ts'

export interface TimelineSlice {
  /** The oldest first. */
  readonly snapshots: readonly SnapshotInfo[]
  /** The file of the snapshot that the wall is to show; null: the live samples. */
  readonly wanted: string | null
  readonly shown: { readonly file: string; readonly pictures: SnapshotPictures } | null
}

export const initialTimeline: TimelineSlice = { snapshots: [], wanted: null, shown: null }
