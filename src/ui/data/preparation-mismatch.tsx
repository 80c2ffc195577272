// Shown when the chosen settings differ from those a kept set was prepared with: choose the files again, or restore the settings.
import { ActionButton } from '../app/action-button.tsx'
import { describeMismatch, mismatchedKeptSet } from '../app/blockers.ts'
import { useStore } from '../app/store.ts'
import { settingsActions } from '../train/settings-actions.ts'
import { dataActions } from './actions.ts'
import classes from './preparation-mismatch.module.css'

export function PreparationMismatch() {
  const opened = useStore(mismatchedKeptSet)
  const settings = useStore((state) => state.settings)
  if (opened === null) return null

  return (
    <div className={classes.otherwise} data-testid="preparation-mismatch">
      <p>{describeMismatch(opened, settings)}</p>
      <div className={classes.buttons}>
        <ActionButton action={dataActions.chooseAgain} />
        <ActionButton action={settingsActions.restorePreparation} kind="quiet" />
      </div>
    </div>
  )
}
