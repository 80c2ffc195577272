// The button of the top bar that opens “Take away”. While a file is made it shows how much of it there is.
import { ActionButton } from '../app/action-button.tsx'
import { exportActions } from './actions.ts'
import classes from './take-away-button.module.css'

export function TakeAwayButton() {
  return <ActionButton action={exportActions.takeAway} className={classes.button} labelClass={classes.name} />
}
