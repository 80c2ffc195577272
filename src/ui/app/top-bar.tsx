// The top bar: run controls, progress, device and page-wide tools.

import { Button } from '../shared/button.tsx'
import { useElapsed } from '../shared/hooks.ts'
import { InfoIcon, KeyboardIcon, Mark } from '../shared/icons.tsx'
import { describeEnding, ofUnknownLength } from '../train/describe-run.ts'
import { ProgressBar, RunFigures } from '../train/run-figures.tsx'
import { SaveNetwork } from '../train/save-network.tsx'
import { TransportButtons } from '../train/transport-buttons.tsx'
import { isOutdated, mismatchedKeptSet, trainBlocker } from './blockers.ts'
import { DeviceName } from './device-name.tsx'
import { MeasureMachine } from './measure-machine.tsx'
import { useSession } from './session-context.ts'
import { useStore } from './store.ts'
import { ThemeSwitch } from './theme-switch.tsx'
import classes from './top-bar.module.css'

interface TopBarProps {
  readonly onHelp: () => void
  readonly onAbout: () => void
}

export function TopBar({ onHelp, onAbout }: TopBarProps) {
  return (
    <div className={classes.bar}>
      <div className={classes.brand}>
        <Mark />
        <h1 className={classes.name}>Quarterturn</h1>
      </div>
      <TransportButtons />
      <SaveNetwork />
      <RunFigures />
      <DeviceName />
      <div className={classes.tools}>
        <MeasureMachine />
        <Button kind="quiet" label="Keyboard shortcuts" onClick={onHelp}>
          <KeyboardIcon />
        </Button>
        <Button kind="quiet" label="About Quarterturn" onClick={onAbout}>
          <InfoIcon />
        </Button>
        <ThemeSwitch />
      </div>
      <ProgressBar />
    </div>
  )
}

/** Below the bar: why Train is blocked. Empty when it is not. */
export function TrainHint() {
  const session = useSession()
  const blocker = useStore(trainBlocker)
  const outdated = useStore((all) => isOutdated(all.data, all.settings) && mismatchedKeptSet(all) === null)
  const run = useStore((all) => all.run)
  const ending = describeEnding(run, useElapsed(ofUnknownLength(run)))
  if (ending) return <p className={classes.hint}>{ending}</p>
  if (blocker === null || (run.state !== 'idle' && run.state !== 'failed')) return null
  return (
    <p className={classes.hint} id="train-hint">
      {blocker}
      {outdated && (
        <Button kind="quiet" onClick={session.reopen}>
          Prepare them again
        </Button>
      )}
    </p>
  )
}
