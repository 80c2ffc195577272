// Shows the name of a saved file for a moment. Screen readers hear it from the announcer.
import { useEffect, useState } from 'react'
import { describeSaved } from '../shared/file-name.ts'
import { CheckIcon } from '../shared/icons.tsx'
import classes from './saved-file.module.css'
import { useStore } from './store.ts'

/** Milliseconds: long enough to read a long name. */
const SHOWN_MS = 6000

export function SavedFile() {
  const last = useStore(({ saves }) => saves.last)
  const [over, setOver] = useState(last)
  useEffect(() => {
    const timer = setTimeout(() => setOver(last), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [last])
  if (last === null || last === over) return null
  return (
    <p className={classes.saved} aria-hidden="true" data-testid="saved-file">
      <CheckIcon />
      {describeSaved(last.file)}
    </p>
  )
}
