// For a moment after a file was handed over: what it is called. A screen reader is told elsewhere.
import { useEffect, useState } from 'react'
import { useStore } from '../store/store.ts'
import { describeSaved } from '../text/file-name.ts'
import { CheckIcon } from './icons.tsx'
import classes from './saved-file.module.css'

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
