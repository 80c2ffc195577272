// The top bar: run controls, progress, device and page-wide tools.

import { dataActions } from '../data/actions.ts'
import { TakeAwayButton } from '../export/take-away-button.tsx'
import { labelsActions } from '../labels/actions.ts'
import { useHidden } from '../lesson/hooks.ts'
import { runsActions } from '../runs/actions.ts'
import { useElapsed } from '../shared/hooks.ts'
import { Mark } from '../shared/icons.tsx'
import { describeEnding, ofUnknownLength } from '../train/describe-run.ts'
import { KeepIndicator } from '../train/keep-indicator.tsx'
import { ProgressBar, RunFigures } from '../train/run-figures.tsx'
import { runExists } from '../train/run-slice.ts'
import { TransportButtons } from '../train/transport-buttons.tsx'
import { ActionButton } from './action-button.tsx'
import { isOutdated, mismatchedKeptSet, REASONS, trainBlocker } from './blockers.ts'
import { DeviceName } from './device-name.tsx'
import { pageActions } from './page-actions.ts'
import { useStore } from './store.ts'
import { ThemeSwitch } from './theme-switch.tsx'
import classes from './top-bar.module.css'

export function TopBar() {
  const hidden = useHidden()
  return (
    <div className={classes.bar}>
      <div className={classes.brand}>
        <Mark />
        <h1 className={classes.name}>Quarterturn</h1>
      </div>
      <TransportButtons />
      {!hidden('take-away') && <TakeAwayButton />}
      <RunFigures />
      <KeepIndicator />
      <DeviceName />
      <div className={classes.tools}>
        {!hidden('runs') && <ActionButton action={runsActions.showRuns} className={classes.runs} labelClass={classes.runsName} />}
        <ActionButton action={pageActions.showMeasure} kind="quiet" show="icon" />
        <ActionButton action={pageActions.showShortcuts} kind="quiet" show="icon" />
        <ActionButton action={pageActions.showAbout} kind="quiet" show="icon" />
        <ThemeSwitch />
      </div>
      <ProgressBar />
    </div>
  )
}

/** Below the bar: why Train is blocked. Empty when it is not. */
export function TrainHint() {
  const blocker = useStore(trainBlocker)
  const outdated = useStore((all) => isOutdated(all.data, all.settings) && mismatchedKeptSet(all) === null)
  const run = useStore((all) => all.run)
  const ending = describeEnding(run, useElapsed(ofUnknownLength(run)))
  if (ending) return <p className={classes.hint}>{ending}</p>
  if (blocker === null || runExists(run.state)) return null
  return (
    <p className={classes.hint} id="train-hint">
      {blocker}
      {(blocker === REASONS.noLabels || blocker === REASONS.oneLabel) && (
        <ActionButton action={labelsActions.open} label="Label images" kind="quiet" />
      )}
      {outdated && <ActionButton action={dataActions.reopen} kind="quiet" />}
    </p>
  )
}
