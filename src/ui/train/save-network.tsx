// The button that saves the networks of the run as a checkpoint, which the command line reads.

import { networkBlocker } from '../app/blockers.ts'
import { useSession } from '../app/session-context.ts'
import { type State, useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import { SaveIcon } from '../shared/icons.tsx'
import classes from './transport.module.css'

export function SaveNetwork() {
  const session = useSession()
  const blocked = useStore(saveBlocker)
  const share = useStore(({ saves }) => saves.underWay)
  return (
    <Button className={classes.save} blocked={blocked} onClick={session.saveNetwork}>
      <SaveIcon />
      <span className={classes.saveName}>{share === null ? 'Save network' : savingWords(share)}</span>
    </Button>
  )
}

/** Why the network cannot be saved now, or null. */
function saveBlocker(state: State): string | null {
  if (state.saves.underWay !== null) return 'It is saved as soon as the current step or score is done.'
  return networkBlocker(state)
}

/** Without a percentage until the device is free. */
function savingWords(share: number): string {
  return share === 0 ? 'Saving …' : `Saving ${Math.floor(100 * share)} %`
}
