// Train / Pause, Step, Reset.
import { useState } from 'react'
import type { RunState } from '../../spec/report.ts'
import { useSession } from '../session/session-context.ts'
import { isHeld, needsRestart } from '../store/run-slice.ts'
import { useStore } from '../store/store.ts'
import { trainBlocker } from '../store/train-blocker.ts'
import { formatCount, formatDuration } from '../text/format.ts'
import { Button } from './button.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { PauseIcon, PlayIcon, ResetIcon, StepIcon } from './icons.tsx'
import classes from './top-bar.module.css'

/** Younger runs are reset without a question: they are soon made again. */
const ASK_AFTER_SECONDS = 300

export function TransportButtons() {
  const session = useSession()
  const state = useStore((all) => all.run.state)
  const blocker = useStore(trainBlocker)
  const starts = state === 'idle' || state === 'failed'
  return (
    <fieldset className={classes.transport} aria-label="Run">
      {state === 'running' || state === 'preparing' ? (
        <Button kind="primary" className={classes.main} keys="Space" onClick={session.pause}>
          <PauseIcon />
          Pause
        </Button>
      ) : (
        <Button kind="primary" className={classes.main} keys="Space" blocked={starts ? blocker : null} onClick={session.train}>
          <PlayIcon />
          {state === 'finished' ? 'Train on' : 'Train'}
        </Button>
      )}
      <Button keys="." blocked={stepBlocker(state, blocker)} onClick={session.step}>
        <StepIcon />
        Step
      </Button>
      <ResetButton state={state} />
    </fieldset>
  )
}

function stepBlocker(state: RunState, blocker: string | null): string | null {
  if (state === 'running' || state === 'preparing') return 'Pause first.'
  if (state === 'finished') return 'The run is finished: press Train on.'
  return state === 'paused' ? null : blocker
}

function resetBlocker(state: RunState, lost: boolean): string | null {
  if (isHeld(state) || (state === 'failed' && !lost)) return null
  return state === 'failed' ? 'Restart the trainer first.' : 'There is no run to reset.'
}

function ResetButton({ state }: { state: RunState }) {
  const session = useSession()
  const [asking, setAsking] = useState(false)
  const report = useStore((all) => all.run.report)
  const lost = useStore(({ run }) => needsRestart(run.failure) || run.device === null)
  const blocked = resetBlocker(state, lost)
  const reset = () => ((report?.elapsedSeconds ?? 0) > ASK_AFTER_SECONDS ? setAsking(true) : session.reset())
  return (
    <>
      <Button blocked={blocked} onClick={reset}>
        <ResetIcon />
        Reset
      </Button>
      <ConfirmDialog open={asking} onOpenChange={setAsking} title="Reset this run?" keep="Keep it" go="Reset the run" onGo={session.reset}>
        {formatCount(report?.step ?? 0)} steps, {formatDuration(report?.elapsedSeconds ?? 0)} of training, will be gone. The images and the
        settings stay.
      </ConfirmDialog>
    </>
  )
}
