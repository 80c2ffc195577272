// The buttons of the run: Train / Pause, Step, Reset. While a kept run is shown or offered, its Continue is the prominent button.

import { ActionButton } from '../app/action-button.tsx'
import { useStore } from '../app/store.ts'
import { TRAIN_BUTTON } from '../shared/focus.ts'
import { slowStepActions } from '../slow-step/actions.ts'
import { isAnotherRun, runActions } from './run-actions.ts'
import classes from './transport.module.css'

export function TransportButtons() {
  const another = useStore(isAnotherRun)
  return (
    <fieldset className={classes.transport} aria-label="Run">
      <ActionButton action={runActions.trainOrPause} id={TRAIN_BUTTON} kind={another ? 'plain' : 'primary'} className={classes.main} />
      <ActionButton action={runActions.step} />
      <ActionButton action={slowStepActions.show} show="icon" />
      <ActionButton action={runActions.reset} />
    </fieldset>
  )
}
