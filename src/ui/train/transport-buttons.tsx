// The buttons Train/Pause, Step and Reset.
import { presetConfig } from '../../spec/presets.ts'
import type { RunState } from '../../spec/report.ts'
import { trainBlocker } from '../app/blockers.ts'
import { useSession } from '../app/session-context.ts'
import { useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import { TRAIN_BUTTON } from '../shared/focus.ts'
import { formatCount } from '../shared/format.ts'
import { PauseIcon, PlayIcon, ResetIcon, StepIcon } from '../shared/icons.tsx'
import { RunQuestion } from './run-question.tsx'
import { isUnderWay, needsRestart, runExists } from './run-slice.ts'
import classes from './transport.module.css'

const PAUSING = 'It pauses after the current step.'

export function TransportButtons() {
  const session = useSession()
  const state = useStore((all) => all.run.state)
  const pausing = useStore((all) => all.run.pausing)
  const blocker = useStore(trainBlocker)
  const more = useStore(({ settings }) => presetConfig(settings.preset).steps)
  const starts = state === 'idle' || state === 'failed'
  return (
    <fieldset className={classes.transport} aria-label="Run">
      {isUnderWay(state) ? (
        <Button kind="primary" className={classes.main} keys="Space" blocked={pausing ? PAUSING : null} onClick={session.pause}>
          <PauseIcon />
          Pause
        </Button>
      ) : (
        <Button
          id={TRAIN_BUTTON}
          kind="primary"
          className={classes.main}
          keys="Space"
          blocked={starts ? blocker : null}
          onClick={session.train}
        >
          <PlayIcon />
          {trainName(state, more)}
        </Button>
      )}
      <Button keys="." blocked={pausing ? PAUSING : stepBlocker(state, blocker)} onClick={session.step}>
        <StepIcon />
        Step
      </Button>
      <ResetButton state={state} />
      <RunQuestion />
    </fieldset>
  )
}

function trainName(state: RunState, more: number): string {
  if (state === 'paused') return 'Resume'
  return state === 'finished' ? `Train +${formatCount(more)}` : 'Train'
}

function stepBlocker(state: RunState, blocker: string | null): string | null {
  if (isUnderWay(state)) return 'Pause first.'
  if (state === 'finished') return 'The run is finished: train further first.'
  return state === 'paused' ? null : blocker
}

function resetBlocker(state: RunState, lost: boolean): string | null {
  if (runExists(state) || (state === 'failed' && !lost)) return null
  return state === 'failed' ? 'Restart the trainer first.' : 'There is no run to reset.'
}

function ResetButton({ state }: { state: RunState }) {
  const session = useSession()
  const ending = useStore(({ run }) => run.ending !== null && run.state === 'idle')
  const lost = useStore(({ run }) => needsRestart(run.failure) || run.device === null)
  return (
    <Button blocked={ending ? 'The last step is still finishing.' : resetBlocker(state, lost)} onClick={session.reset}>
      <ResetIcon />
      Reset
    </Button>
  )
}
