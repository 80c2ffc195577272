// The bar that is always there: what runs, how far it is, on what, and the four buttons.
import { useSession } from '../session/session-context.ts'
import { useStore } from '../store/store.ts'
import { isOutdated, keptOtherwise, trainBlocker } from '../store/train-blocker.ts'
import { describeDevice } from '../text/format.ts'
import { Button } from './button.tsx'
import { KeyboardIcon, Mark } from './icons.tsx'
import { MeasureMachine } from './measure/measure-machine.tsx'
import { ProgressBar, RunFigures } from './run-figures.tsx'
import { SaveNetwork } from './save-network.tsx'
import { ThemeSwitch } from './theme-switch.tsx'
import classes from './top-bar.module.css'
import { TransportButtons } from './transport-buttons.tsx'

export function TopBar({ onHelp }: { onHelp: () => void }) {
  return (
    <div className={classes.bar}>
      <div className={classes.brand}>
        <Mark />
        <h1 className={classes.name}>Quarterturn</h1>
      </div>
      <TransportButtons />
      <SaveNetwork />
      <RunFigures />
      <Device />
      <div className={classes.tools}>
        <MeasureMachine />
        <Button kind="quiet" label="Keyboard shortcuts" onClick={onHelp}>
          <KeyboardIcon />
        </Button>
        <ThemeSwitch />
      </div>
      <ProgressBar />
    </div>
  )
}

function Device() {
  const device = useStore((state) => state.run.device)
  const lost = useStore((state) => state.run.failure !== null && state.run.device === null)
  const slow = device !== null && (device.software || device.backend !== 'webgpu')
  const text = device ? describeDevice(device) : lost ? 'No device' : 'Looking for a device…'
  return (
    <p className={classes.device} data-testid="device" data-slow={slow}>
      <span className="visually-hidden">Device: </span>
      {text}
    </p>
  )
}

/** Under the bar: why Train waits. Takes no room when there is nothing to say. */
export function TrainHint() {
  const session = useSession()
  const state = useStore((all) => all.run.state)
  const blocker = useStore(trainBlocker)
  const outdated = useStore((all) => isOutdated(all.data, all.settings) && keptOtherwise(all) === null)
  if (blocker === null || (state !== 'idle' && state !== 'failed')) return null
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
