// Saves the networks of the run as the checkpoint that the command line reads.

import { ActionButton } from '../app/action-button.tsx'
import { saveActions } from './save-actions.ts'
import classes from './transport.module.css'

export function SaveNetwork() {
  return <ActionButton action={saveActions.saveNetwork} className={classes.save} labelClass={classes.saveName} />
}
