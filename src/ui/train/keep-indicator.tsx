// How the current run is kept: a figure in the top bar, and a popover with the details.
import { type ReactNode, useEffect, useId, useState } from 'react'
import { formatBytes } from '../../spec/words.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useActions } from '../app/page-context.ts'
import { canHoldScreen } from '../app/page-life.ts'
import { useStore } from '../app/store.ts'
import { runsActions } from '../runs/actions.ts'
import { formatCount } from '../shared/format.ts'
import popover from '../shared/popover.module.css'
import { ToggleControl } from '../shared/toggle-control.tsx'
import { backupReminder, currentName, currentSummary, describeExport, describePersistence, describeSaved } from './describe-keep.ts'
import classes from './keep-indicator.module.css'
import { isKept } from './keep-slice.ts'
import { runExists } from './run-slice.ts'

/** How often “20 s ago” is brought up to date, in milliseconds. */
const TICK_MS = 5000

export function KeepIndicator() {
  const id = useId()
  const actions = useActions()
  const [open, setOpen] = useState(false)
  const shown = useStore(({ run, keep }) => runExists(run.state) || (run.state === 'failed' && isKept(keep)))
  const problem = useStore(({ keep }) => keep.problem)
  const reminded = useStore((state) => backupReminder(state) !== null)
  if (!shown) return null
  return (
    <div className={classes.kept} data-problem={problem !== null} data-testid="kept">
      <button type="button" className={`${popover.opener} ${classes.short}`} popoverTarget={id}>
        {problem === null ? <Saved /> : <NotKept />}
        {reminded && problem === null && <span className={classes.reminder}> · in no file yet</span>}
        <span className="visually-hidden">: details</span>
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label="How this run is kept"
        className={popover.popover}
        onToggle={({ newState }) => {
          setOpen(newState === 'open')
          if (newState === 'open') actions.listRuns()
        }}
      >
        {open && <Details />}
      </div>
    </div>
  )
}

function NotKept() {
  const saved = useStore((state) => state.keep.saved)
  return <b>Not kept{saved !== null && ` since step ${formatCount(saved.step)}`}</b>
}

function Saved() {
  const saved = useStore((state) => state.keep.saved)
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [saved])
  return (
    <>
      Kept in this browser · <b>{describeSaved(saved, Math.max(now, saved?.at ?? 0))}</b>
    </>
  )
}

function Details() {
  const problem = useStore((state) => state.keep.problem)
  const name = useStore(currentName)
  const summary = useStore(currentSummary)
  const persisted = useStore((state) => state.keep.persisted)
  const reminder = useStore(backupReminder)
  return (
    <>
      {problem !== null && <Problem sentence={problem} />}
      <p>
        <b className={popover.title}>{name}</b>
        {summary !== null && `, ${formatBytes(summary.bytes)} in this browser`}
      </p>
      <p>{describePersistence(persisted)}</p>
      <p>{describeExport(summary)}</p>
      {reminder !== null && <p className={classes.advice}>{reminder}</p>}
      <div>
        <ActionButton action={runsActions.saveProject} target={false} label="Save project file" small />
      </div>
      <AwakeToggle />
    </>
  )
}

function Problem({ sentence }: { sentence: string }): ReactNode {
  return (
    <p className={classes.problem}>
      <b>Not kept:</b> {sentence} Training goes on all the same; “Save” keeps what it has learnt as a file.
    </p>
  )
}

function AwakeToggle() {
  const id = useId()
  const actions = useActions()
  const awake = useStore((state) => state.keep.awake)
  if (!canHoldScreen()) return null
  return (
    <div>
      <ToggleControl
        label="Keep the screen on while it trains"
        value={awake}
        disabled={false}
        describedBy={id}
        badge={false}
        onChange={actions.setAwake}
      />
      <p id={id}>So that the computer does not go to sleep. Only while this tab is in front.</p>
    </div>
  )
}
