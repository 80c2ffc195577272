// State of the kept snapshots of the run over time, and which of them the wall and the rotation panel show.
import type { SnapshotInfo, SnapshotPictures } from '../../spec/runs.ts'

export interface TimelineSlice {
  /** The oldest first. */
  readonly snapshots: readonly SnapshotInfo[]
  /** The file of the snapshot that was chosen; null: the live samples. */
  readonly pinned: string | null
  /** What the pointer on a chart asks for, for as long as it is there: it goes before the chosen one. `file` null: the live samples. */
  readonly preview: { readonly file: string | null } | null
  /** The last snapshot whose pictures arrived. */
  readonly shown: { readonly file: string; readonly pictures: SnapshotPictures } | null
  /** It goes from snapshot to snapshot by itself. */
  readonly playing: boolean
}

export const initialTimeline: TimelineSlice = { snapshots: [], pinned: null, preview: null, shown: null, playing: false }

/** The file of the snapshot to show now; null: the live samples. */
export function wantedFile({ pinned, preview }: Pick<TimelineSlice, 'pinned' | 'preview'>): string | null {
  return preview ? preview.file : pinned
}

export function pinnedSnapshot({ snapshots, pinned }: Pick<TimelineSlice, 'snapshots' | 'pinned'>): SnapshotInfo | null {
  return snapshots.find(({ file }) => file === pinned) ?? null
}

/** The pictures of the snapshot that is shown; null: the live ones are. While those of another one are awaited it stays the last one. */
export function shownSnapshot(timeline: TimelineSlice): SnapshotPictures | null {
  return wantedFile(timeline) === null ? null : (timeline.shown?.pictures ?? null)
}

/** A list that replaces the last one. If the chosen snapshot is no longer kept, the one nearest to it takes its place. */
export function withSnapshots(timeline: TimelineSlice, snapshots: readonly SnapshotInfo[]): TimelineSlice {
  const chosen = pinnedSnapshot(timeline)
  if (chosen === null || snapshots.some(({ file }) => file === chosen.file)) return { ...timeline, snapshots }
  return { ...timeline, snapshots, pinned: nearest(snapshots, chosen.step)?.file ?? null, preview: null, playing: false }
}

/** The pictures of a snapshot arrived, unless the live samples are shown again by now. */
export function withPictures(timeline: TimelineSlice, file: string, pictures: SnapshotPictures): TimelineSlice {
  return wantedFile(timeline) === null ? timeline : { ...timeline, shown: { file, pictures } }
}

/** Of two that are as near, the earlier one. */
export function nearest<T extends { readonly step: number }>(snapshots: readonly T[], step: number): T | null {
  let found: T | null = null
  for (const each of snapshots) if (found === null || Math.abs(each.step - step) < Math.abs(found.step - step)) found = each
  return found
}

/** The live samples again. */
export function backToLive(timeline: TimelineSlice): TimelineSlice {
  return { ...timeline, pinned: null, preview: null, shown: null, playing: false }
}
