// Undo and redo, by buttons and by Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y (on a Mac with the command key).
import { useEffect } from 'react'
import { Button } from '../../shared/button.tsx'
import { RedoIcon, UndoIcon } from '../../shared/icons.tsx'
import { redo, undo, useHistoryLength } from '../state/history.ts'

export function UndoButtons() {
  const { past, future } = useHistoryLength()
  useEffect(() => {
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <>
      <Button kind="quiet" label="Undo" keys="Control+Z" blocked={past === 0 ? 'There is nothing to undo.' : null} onClick={undo}>
        <UndoIcon />
      </Button>
      <Button kind="quiet" label="Redo" keys="Control+Shift+Z" blocked={future === 0 ? 'There is nothing to redo.' : null} onClick={redo}>
        <RedoIcon />
      </Button>
    </>
  )
}

/** A field that is typed into undoes its own text. */
const TEXT = 'input:not([type="range"], [type="radio"], [type="checkbox"]), textarea'

function onKeyDown(event: KeyboardEvent) {
  const step = stepOf(event)
  if (step === null || (event.target instanceof Element && event.target.matches(TEXT))) return
  event.preventDefault()
  step()
}

function stepOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): (() => void) | null {
  if (!(ctrlKey || metaKey) || altKey) return null
  switch (key.toLowerCase()) {
    case 'z':
      return shiftKey ? redo : undo
    case 'y':
      return redo
    default:
      return null
  }
}
