// Actions on the snapshots of a run over time: show one, play through them, go back to one, branch from it, score it.
import { hasNetworks, type SnapshotInfo } from '../../spec/runs.ts'
import type { Action } from '../app/action.ts'
import { networkBlocker, REASONS } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import type { State } from '../app/store.ts'
import { countOf, formatCount } from '../shared/format.ts'
import { BranchIcon, LiveIcon, PauseIcon, PlayIcon } from '../shared/icons.tsx'
import { prefersStillness } from '../shared/motion.ts'
import { runOnPage } from '../train/describe-keep.ts'
import type { KeepActions } from '../train/keep-actions.ts'
import { isUnderWay } from '../train/run-slice.ts'
import { describeNewlyShown } from './describe-timeline.ts'
import { pinnedSnapshot, type TimelineSlice, wantedFile } from './timeline-slice.ts'
import { nearestFile, notchesOf } from './timeline-view.ts'

export interface TimelineActions {
  /** Chooses a snapshot by its file; null: the live samples again. */
  pin(file: string | null): void
  /** Chooses the snapshot nearest to a step. */
  pinNearest(step: number): void
  /** Shows the snapshot nearest to the step that the pointer is at on a chart, once it rests there; null: it is on no chart. */
  previewNearest(step: number | null): void
  /** Goes from snapshot to snapshot up to the live samples, or stops that. */
  togglePlaying(): void
  /** Everything after the snapshot is dropped from the run. */
  goBack(file: string): void
  scoreSnapshot(file: string): void
  /** A new run that goes on from the snapshot; the old one stays as it is. */
  branch(file: string): void
}

export interface TimelineReactions {
  /** The pictures of a snapshot arrived. */
  snapshotShown(): void
  /** Asks for the chosen snapshot, if another one took its place. @param before the timeline before the event */
  snapshotsListed(before: TimelineSlice): void
}

/** Milliseconds for which the pointer rests before a preview. */
export const PREVIEW_MS = 120
/** Milliseconds that each snapshot stays while they are played. */
export const PLAY_MS = { moving: 500, still: 2000 }

export function createTimelineActions(
  { client, store }: Pick<Dependencies, 'client' | 'store'>,
  { continueRun }: Pick<KeepActions, 'continueRun'>,
): TimelineActions & TimelineReactions {
  let previewing: ReturnType<typeof setTimeout> | undefined
  let playing: ReturnType<typeof setTimeout> | undefined

  /** Also asks for a snapshot that is shown already: an answer for another one may still be on its way. */
  function change(update: (timeline: TimelineSlice) => TimelineSlice) {
    const { timeline: before, run } = store.getState()
    const after = update(before)
    const file = wantedFile(after)
    store.setState({ timeline: file === null ? { ...after, shown: null } : after })
    if (file !== null && file !== wantedFile(before)) client.send({ type: 'show-snapshot', run: run.number, file })
  }

  function pin(file: string | null) {
    clearTimeout(previewing)
    clearTimeout(playing)
    change((timeline) => ({ ...timeline, pinned: file, preview: null, playing: false }))
  }

  function playNext() {
    const { timeline, run } = store.getState()
    if (!timeline.playing) return
    const notches = notchesOf(timeline.snapshots, run.report?.step ?? null)
    const next = notches[notches.findIndex(({ file }) => file === timeline.pinned) + 1]
    if (next === undefined) return pin(null)
    change((now) => ({ ...now, pinned: next.file }))
  }

  return {
    pin,
    pinNearest(step) {
      pin(nearestFile(store.getState(), step))
      store.setState(({ timeline }) => ({ announcement: { sentence: describeNewlyShown(pinnedSnapshot(timeline)) } }))
    },
    previewNearest(step) {
      clearTimeout(previewing)
      previewing = setTimeout(() => {
        const preview = step === null ? null : { file: nearestFile(store.getState(), step) }
        if (!store.getState().timeline.playing) change((timeline) => ({ ...timeline, preview }))
      }, PREVIEW_MS)
    },
    togglePlaying() {
      const { playing: stops } = store.getState().timeline
      clearTimeout(playing)
      store.setState(({ timeline }) => ({ timeline: { ...timeline, playing: !stops, preview: null } }))
      if (!stops) playNext()
    },
    goBack(file) {
      client.send({ type: 'return-to-snapshot', run: store.getState().run.number, file })
    },
    scoreSnapshot(file) {
      const { run, scores } = store.getState()
      if (scores.underWay) return
      store.setState({ scores: { ...scores, underWay: { phase: 'real', share: 0, left: null, waits: null }, problem: null } })
      client.send({ type: 'score-snapshot', run: run.number, file })
    },
    branch(file) {
      const run = runOnPage(store.getState())
      if (run !== null) continueRun({ run, file, branch: true })
    },
    snapshotShown() {
      if (!store.getState().timeline.playing) return
      clearTimeout(playing)
      playing = setTimeout(playNext, prefersStillness() ? PLAY_MS.still : PLAY_MS.moving)
    },
    snapshotsListed(before) {
      const { timeline, run } = store.getState()
      const file = wantedFile(timeline)
      if (file !== null && file !== wantedFile(before)) client.send({ type: 'show-snapshot', run: run.number, file })
    },
  }
}

/** @param needs what of the snapshot must be kept */
function contentBlocker(snapshot: SnapshotInfo, needs: 'state' | 'networks'): string | null {
  if (!hasNetworks(snapshot)) return REASONS.picturesOnly
  return needs === 'state' && snapshot.content === 'networks' ? REASONS.networksOnly : null
}

/** For what is done in the run that exists. */
function busyBlocker(state: State): string | null {
  return networkBlocker(state) ?? (state.scores.underWay ? REASONS.scoring : null)
}

const backToLive: Action<TimelineActions> = {
  label: 'Back',
  labelEnd: ({ run }) => (isUnderWay(run.state) ? ' to live' : ' to the last step'),
  icon: LiveIcon,
  run: (actions) => actions.pin(null),
}

const play: Action<TimelineActions> = {
  label: ({ timeline }) => (timeline.playing ? 'Stop playing' : 'Play through the kept steps'),
  icon: { of: ({ timeline }) => (timeline.playing ? PauseIcon : PlayIcon) },
  run: (actions) => actions.togglePlaying(),
}

const goBack: Action<TimelineActions, SnapshotInfo> = {
  label: 'Go back to this step',
  blocked: (state, snapshot) => contentBlocker(snapshot, 'state') ?? busyBlocker(state),
  question({ run, scores }, { step }) {
    const steps = countOf(Math.max(0, (run.report?.step ?? 0) - step), 'step')
    const later = scores.reports.filter((report) => report.step > step).length
    const dropped = `${steps} of training${later > 0 ? `, ${countOf(later, 'score')}` : ''} and the snapshots of them`
    const text = `What comes after it is dropped from the run: ${dropped}. The images and the settings stay. “Branch from here” keeps both.`
    return { title: `Go back to step ${formatCount(step)}?`, text, keep: 'Stay here', go: 'Go back' }
  },
  run: (actions, { file }) => actions.goBack(file),
}

const branch: Action<TimelineActions, SnapshotInfo> = {
  label: 'Branch from here',
  icon: BranchIcon,
  blocked: (state, snapshot) => contentBlocker(snapshot, 'state') ?? (runOnPage(state) === null ? REASONS.notListed : null),
  question({ run }, { step }) {
    if (!isUnderWay(run.state)) return null
    const text = `A new run goes on from step ${formatCount(step)}. The run that trains now stops and is kept as it is: it can be continued later.`
    return { title: `Branch from step ${formatCount(step)}?`, text, keep: 'Train on here', go: 'Branch' }
  },
  run: (actions, { file }) => actions.branch(file),
}

const score: Action<TimelineActions, SnapshotInfo> = {
  label: 'Score this snapshot',
  blocked: (state, snapshot) => contentBlocker(snapshot, 'networks') ?? busyBlocker(state),
  run: (actions, { file }) => actions.scoreSnapshot(file),
}

export const timelineActions = { backToLive, play, goBack, branch, score }
