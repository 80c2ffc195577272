// The failure of a run with what to do next, and dismissible notices: one line each, which unfolds.

import { type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import type { Failure } from '../../spec/report.ts'
import { Button } from '../shared/button.tsx'
import { trainButton, useFocusFallback } from '../shared/focus.ts'
import { InfoIcon, WarningIcon } from '../shared/icons.tsx'
import { useLayout } from '../shared/layout.ts'
import styles from '../shared/notice.module.css'
import { describeLost } from '../train/describe-loss.ts'
import { keepActions, smallerSettings } from '../train/keep-buttons.ts'
import { isKept } from '../train/keep-slice.ts'
import { describePresetTimes, quickPreset } from '../train/preset-times.ts'
import { runActions } from '../train/run-actions.ts'
import { needsRestart } from '../train/run-slice.ts'
import { settingsActions } from '../train/settings-actions.ts'
import { SlowRun } from '../train/slow-run.tsx'
import { ActionButton } from './action-button.tsx'
import classes from './notices.module.css'
import { DEVICE_NOTICE, type Notice, UPDATE_NOTICE } from './notices-slice.ts'
import { pageActions } from './page-actions.ts'
import { useStore } from './store.ts'
import { updateActions } from './update-actions.ts'

export function Notices() {
  const notices = useStore((state) => state.notices)
  const box = useScrollToFailure()
  const device = notices.find(({ id }) => id === DEVICE_NOTICE)
  return (
    <div ref={box} className={classes.notices}>
      <FailureNotice />
      <SlowRun otherwise={device && <DeviceNotice notice={device} />} />
      {notices.map(
        (notice) =>
          notice.id !== DEVICE_NOTICE && (
            <FoldedNotice key={notice.id} notice={notice}>
              {notice.id === UPDATE_NOTICE && <ActionButton action={updateActions.useUpdate} />}
            </FoldedNotice>
          ),
      )}
    </div>
  )
}

/** Which device trains and how long the preset takes; if that is long, offers a faster preset. */
function DeviceNotice({ notice }: { notice: Notice }) {
  const times = useStore(describePresetTimes)
  const quick = useStore(quickPreset)
  return (
    <FoldedNotice notice={{ ...notice, lines: times === null ? notice.lines : [times, ...notice.lines] }} brief>
      {quick && (
        <OneTime>
          <ActionButton action={settingsActions.takeQuickPreset} target={quick} />
        </OneTime>
      )}
    </FoldedNotice>
  )
}

/** A button that disappears when pressed; the focus then moves to Train. */
function OneTime({ children }: { children: ReactNode }) {
  const box = useRef<HTMLSpanElement>(null)
  useFocusFallback(box, trainButton)
  return <span ref={box}>{children}</span>
}

interface FoldedNoticeProps {
  readonly notice: Notice
  /** On a narrow page it is one line until it is unfolded: the samples come first. */
  readonly brief?: boolean
  readonly children?: ReactNode
}

/** Title and text in one line (on a narrow page the title alone); “More” unfolds what does not fit. */
function FoldedNotice({ notice: { id, kind, title, lines }, brief = false, children }: FoldedNoticeProps) {
  const textId = useId()
  const [open, setOpen] = useState(false)
  const { ref, clipped } = useClipped(lines.join())
  const narrow = useLayout(({ columns }) => columns === 1)
  const titleAlone = narrow && lines.length > 0
  const oneLine = brief && narrow && !open
  const offer = oneLine ? null : children
  return (
    <section
      className={styles.notice}
      data-kind={kind}
      data-offer={Boolean(offer)}
      data-one-line={oneLine}
      aria-label={title}
      data-testid={`notice-${id}`}
    >
      {kind === 'warning' ? <WarningIcon /> : <InfoIcon />}
      <div ref={ref} id={textId} className={styles.text} data-open={open}>
        <b>{title}</b>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      <div className={styles.buttons}>
        {offer}
        {(clipped || titleAlone || open) && (
          <Button kind="text" unfolds={{ open, id: textId }} onClick={() => setOpen(!open)}>
            {open ? 'Less' : 'More'}
            <span className="visually-hidden"> of: {title}</span>
          </Button>
        )}
        <ActionButton action={pageActions.dismiss} target={id} kind="quiet" show="icon" />
      </div>
    </section>
  )
}

/** Whether the text is wider than its line; measured again when the text changes. */
function useClipped(text: unknown) {
  const ref = useRef<HTMLDivElement>(null)
  const [clipped, setClipped] = useState(false)
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return
    const measure = () => setClipped(element.scrollWidth > element.clientWidth)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [text])
  return { ref, clipped }
}

/** Scrolls to the notices when a run fails: on a narrow page they may be out of sight. */
function useScrollToFailure() {
  const box = useRef<HTMLDivElement>(null)
  const failure = useStore((state) => state.run.failure)
  useEffect(() => {
    if (failure) box.current?.scrollIntoView({ block: 'nearest' })
  }, [failure])
  return box
}

/** What helps after this failure. */
function AfterFailure({ failure }: { failure: Failure }) {
  const saved = useStore(({ keep }) => isKept(keep))
  const config = useStore((state) => state.settings.config)
  if (failure.reason === 'out-of-memory')
    return (
      <div className={classes.ways}>
        {smallerSettings(config).map((smaller) => (
          <ActionButton key={Object.keys(smaller).join()} action={keepActions.beginSmaller} target={smaller} />
        ))}
        <ActionButton action={saved ? keepActions.tryAgain : runActions.restart} />
      </div>
    )
  if (failure.reason === 'not-finite' && saved) return <ActionButton action={keepActions.goBackToSave} kind="primary" />
  return needsRestart(failure) ? <ActionButton action={runActions.restart} kind="primary" /> : null
}

function FailureNotice() {
  const failure = useStore((state) => state.run.failure)
  const lost = useStore((state) => describeLost(state.run, state.keep))
  const wanted = useStore((state) => state.device.wanted)
  if (failure === null) return null
  return (
    <section className={styles.notice} data-kind="failure" aria-label="The run stopped" data-testid="failure" data-reason={failure.reason}>
      <WarningIcon />
      <div className={styles.text} data-open="true">
        <b>{failure.message}</b>
        {lost && <p>{lost}</p>}
        <p>{failure.advice}</p>
        {failure.detail && <p className={styles.detail}>The browser reports: “{failure.detail}”</p>}
      </div>
      <AfterFailure failure={failure} />
      {failure.reason === 'wrong-device' && wanted !== 'auto' && (
        <OneTime>
          <ActionButton action={runActions.takeBestBackend} kind="primary" />
        </OneTime>
      )}
    </section>
  )
}
