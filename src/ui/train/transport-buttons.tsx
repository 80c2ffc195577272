// The buttons of the run: Train / Pause, Step, Reset.

import { ActionButton } from '../app/action-button.tsx'
import { TRAIN_BUTTON } from '../shared/focus.ts'
import { runActions } from './run-actions.ts'
import classes from './transport.module.css'

export function TransportButtons() {
  return (
    <fieldset className={classes.transport} aria-label="Run">
      <ActionButton action={runActions.trainOrPause} id={TRAIN_BUTTON} kind="primary" className={classes.main} />
      <ActionButton action={runActions.step} />
      <ActionButton action={runActions.reset} />
    </fieldset>
  )
}
