// Saves the run on the page as a file. Its menu is loaded when it is first wanted.
import { lazy, Suspense, useState } from 'react'
import { useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import { SaveIcon } from '../shared/icons.tsx'
import classes from './save-run.module.css'

const SaveRunMenu = lazy(() => import('./save-run-menu.tsx').then((module) => ({ default: module.SaveRunMenu })))

export function SaveRun() {
  const label = useSaveLabel()
  const [wanted, setWanted] = useState(false)
  const face = (
    <>
      <SaveIcon />
      <span className={classes.name}>{label}</span>
    </>
  )
  const button = (
    <Button className={classes.save} onClick={() => setWanted(true)}>
      {face}
    </Button>
  )
  if (!wanted) return button
  return (
    <Suspense fallback={button}>
      <SaveRunMenu className={classes.save}>{face}</SaveRunMenu>
    </Suspense>
  )
}

/** A file that is being made shows how much of it there is. */
function useSaveLabel(): string {
  const share = useStore(({ runs, saves }) => runs.exporting?.share ?? (saves.underWay ? 0 : null))
  if (share === null) return 'Save'
  return share === 0 ? 'Saving …' : `Saving ${Math.floor(100 * share)} %`
}
