// Saves the networks of the run as the checkpoint that the command line reads.

import { networkBlocker } from '../app/blockers.ts'
import { useActions } from '../app/page-context.ts'
import { type State, useStore } from '../app/store.ts'
import classes from '../app/top-bar.module.css'
import { Button } from '../shared/button.tsx'
import { SaveIcon } from '../shared/icons.tsx'

export function SaveNetwork() {
  const actions = useActions()
  const blocked = useStore(saveBlocker)
  const share = useStore(({ saves }) => saves.underWay)
  return (
    <Button className={classes.save} blocked={blocked} onClick={actions.saveNetwork}>
      <SaveIcon />
      <span className={classes.saveName}>{share === null ? 'Save network' : savingWords(share)}</span>
    </Button>
  )
}

/** Why the network cannot be saved now, in a sentence, or null. */
function saveBlocker(state: State): string | null {
  if (state.saves.underWay !== null) return 'It is saved as soon as the step or the score under way is done.'
  return networkBlocker(state)
}

/** Until the device is free there is no share to tell. */
function savingWords(share: number): string {
  return share === 0 ? 'Saving …' : `Saving ${Math.floor(100 * share)} %`
}
