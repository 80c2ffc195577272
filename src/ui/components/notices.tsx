// What went wrong and what to do next; and sentences that can be dismissed.
import { useEffect, useRef } from 'react'
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
      <SlowRun otherwise={device && <Dismissible notice={device} />} />
      {notices.map((notice) => notice.id !== DEVICE && <Dismissible key={notice.id} notice={notice} />)}
    </div>
  )
}

function Dismissible({ notice: { id, kind, title, lines } }: { notice: Notice }) {
  const session = useSession()
  return (
    <section className={classes.notice} data-kind={kind} aria-label={title} data-testid={`notice-${id}`}>
      {kind === 'warning' ? <WarningIcon /> : <InfoIcon />}
      <div>
        <b>{title}</b>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      <Button kind="quiet" label="Dismiss" onClick={() => session.dismiss(id)}>
        <CrossIcon />
      </Button>
    </section>
  )
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
      <div>
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
