// What went wrong and what to do next; and sentences that can be dismissed: a line each, with the rest of it to unfold.
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { useRoom } from '../hooks/room.ts'
import { useSession } from '../session/session-context.ts'
import type { Notice } from '../store/notices-slice.ts'
import { needsRestart } from '../store/run-slice.ts'
import { useStore } from '../store/store.ts'
import { describeLost } from '../text/describe-loss.ts'
import { Button } from './button.tsx'
import { CrossIcon, InfoIcon, WarningIcon } from './icons.tsx'
import classes from './notices.module.css'
import { SlowRun } from './slow-run.tsx'

/** What is said of the device; the time of a slow run says it better. */
const DEVICE = 'device'

export function Notices() {
  const notices = useStore((state) => state.notices)
  const box = useScrollToFailure()
  const device = notices.find(({ id }) => id === DEVICE)
  return (
    <div ref={box} className={classes.notices}>
      <FailureNotice />
      <SlowRun otherwise={device && <FoldedNotice notice={device} />} />
      {notices.map((notice) => notice.id !== DEVICE && <FoldedNotice key={notice.id} notice={notice} />)}
    </div>
  )
}

/** Title and lines run on in one line, or on a narrow page the title alone; what does not fit waits behind “More”. */
function FoldedNotice({ notice: { id, kind, title, lines } }: { notice: Notice }) {
  const session = useSession()
  const textId = useId()
  const [open, setOpen] = useState(false)
  const { ref, clipped } = useClipped(lines)
  const titleAlone = useRoom(({ columns }) => columns === 1) && lines.length > 0
  return (
    <section className={classes.notice} data-kind={kind} aria-label={title} data-testid={`notice-${id}`}>
      {kind === 'warning' ? <WarningIcon /> : <InfoIcon />}
      <div ref={ref} id={textId} className={classes.text} data-open={open}>
        <b>{title}</b>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      <div className={classes.buttons}>
        {(clipped || titleAlone || open) && (
          <Button kind="text" unfolds={{ open, id: textId }} onClick={() => setOpen(!open)}>
            {open ? 'Less' : 'More'}
            <span className="visually-hidden"> of: {title}</span>
          </Button>
        )}
        <Button kind="quiet" label="Dismiss" onClick={() => session.dismiss(id)}>
          <CrossIcon />
        </Button>
      </div>
    </section>
  )
}

/** Whether the text is wider than the line it has; another text is measured again. */
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

/** On a narrow page the notices scroll away: a failure brings them back. */
function useScrollToFailure() {
  const box = useRef<HTMLDivElement>(null)
  const failure = useStore((state) => state.run.failure)
  useEffect(() => {
    if (failure) box.current?.scrollIntoView({ block: 'nearest' })
  }, [failure])
  return box
}

function FailureNotice() {
  const session = useSession()
  const failure = useStore((state) => state.run.failure)
  const lost = useStore((state) => describeLost(state.run))
  if (failure === null) return null
  return (
    <section className={classes.notice} data-kind="failure" aria-label="The run stopped" data-testid="failure" data-reason={failure.reason}>
      <WarningIcon />
      <div className={classes.text} data-open="true">
        <b>{failure.message}</b>
        {lost && <p>{lost}</p>}
        <p>{failure.advice}</p>
        {failure.detail && <p className={classes.detail}>The browser’s own words: “{failure.detail}”</p>}
      </div>
      {needsRestart(failure) && (
        <Button kind="primary" onClick={session.restart}>
          Restart
        </Button>
      )}
    </section>
  )
}
