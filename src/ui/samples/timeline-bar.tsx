// The timeline of the run below the sample wall: a slider over its kept snapshots with the live samples at its end, and what can be done with
// the chosen one.
import { type CSSProperties, useEffect, useMemo, useRef } from 'react'
import { hasNetworks, type SnapshotInfo } from '../../spec/runs.ts'
import { ActionButton, useActionView } from '../app/action-button.tsx'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { TIMELINE, timelineSlider, useFocusFallback } from '../shared/focus.ts'
import { formatCompact } from '../shared/format.ts'
import { Slider } from '../shared/slider.tsx'
import text from '../shared/text.module.css'
import { isUnderWay } from '../train/run-slice.ts'
import { useHover } from '../train/use-chart-row.ts'
import { describeLive, describeNotch, labelledNotches } from './describe-timeline.ts'
import classes from './timeline.module.css'
import { timelineActions } from './timeline-actions.ts'
import { pinnedSnapshot, wantedFile } from './timeline-slice.ts'
import { notchesOf } from './timeline-view.ts'

/** Written below the slider at most, besides its end. */
const MAX_LABELS = 5

export function TimelineBar() {
  const snapshots = useStore(({ timeline }) => timeline.snapshots)
  const now = useStore(({ run }) => run.report?.step ?? null)
  const notches = useMemo(() => notchesOf(snapshots, now), [snapshots, now])
  return notches.length === 0 ? null : <Bar notches={notches} now={now} />
}

function Bar({ notches, now }: { notches: readonly SnapshotInfo[]; now: number | null }) {
  const actions = useActions()
  const trains = useStore(({ run }) => isUnderWay(run.state))
  const wanted = useStore(({ timeline }) => wantedFile(timeline))
  const pinned = useStore(({ timeline }) => pinnedSnapshot(timeline))
  useChartPreview()
  const found = notches.findIndex(({ file }) => file === wanted)
  const at = found < 0 ? notches.length : found
  const notch = notches[at]
  return (
    <fieldset id={TIMELINE} className={classes.timeline} aria-label="The run over time" data-testid="timeline">
      <ActionButton action={timelineActions.play} kind="quiet" show="icon" />
      <div className={classes.track}>
        <Slider
          label="Kept steps of the run"
          value={at}
          min={0}
          max={notches.length}
          step={1}
          valueText={notch ? describeNotch(notch, Date.now()) : describeLive(now, trains)}
          onChange={(index) => actions.pin(notches[index]?.file ?? null)}
        />
        <Notches notches={notches} at={at} end={trains ? 'live' : 'last'} />
      </div>
      {pinned && <Chosen snapshot={pinned} />}
    </fieldset>
  )
}

/** The step under the pointer on a chart is shown for as long as the pointer is there. */
function useChartPreview() {
  const { previewNearest } = useActions()
  useEffect(() => {
    const stop = useHover.subscribe(({ step }) => previewNearest(step))
    return () => {
      stop()
      previewNearest(null)
    }
  }, [previewNearest])
}

interface NotchesProps {
  readonly notches: readonly SnapshotInfo[]
  readonly at: number
  /** The word at the end of the slider. */
  readonly end: string
}

/** The slider says the same to screen readers. */
function Notches({ notches, at, end }: NotchesProps) {
  const labelled = new Set(labelledNotches(notches.length, MAX_LABELS))
  const place = (index: number) => ({ '--at': index / notches.length }) as CSSProperties
  return (
    <div className={classes.notches} aria-hidden="true">
      {notches.map(({ file, step }, index) => (
        <span key={file} style={place(index)} data-at={index === at}>
          {labelled.has(index) && formatCompact(step)}
        </span>
      ))}
      <span key="end" style={place(notches.length)} data-at={at === notches.length}>
        {end}
      </span>
    </div>
  )
}

/** Of a snapshot that can only be looked at just the reason. */
function Chosen({ snapshot }: { snapshot: SnapshotInfo }) {
  const { blocked } = useActionView(timelineActions.goBack, snapshot)
  const box = useRef<HTMLDivElement>(null)
  useFocusFallback(box, timelineSlider)
  return (
    <div ref={box} className={classes.chosen}>
      {hasNetworks(snapshot) && (
        <>
          <ActionButton action={timelineActions.goBack} target={snapshot} small />
          <ActionButton action={timelineActions.branch} target={snapshot} small />
          <ActionButton action={timelineActions.score} target={snapshot} small />
        </>
      )}
      {blocked && <p className={text.pretty}>{blocked}</p>}
    </div>
  )
}
