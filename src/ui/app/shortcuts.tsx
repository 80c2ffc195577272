// Handles the keyboard shortcuts and lists them. They can be switched off, since single keys interfere with speech input (WCAG 2.1.4).
import { Dialog } from '@base-ui/react/dialog'
import { useEffect, useState } from 'react'
import { Button } from '../shared/button.tsx'
import classes from '../shared/dialog.module.css'
import { keepChoice, readChoice } from '../shared/stored-choice.ts'
import { ToggleControl } from '../shared/toggle-control.tsx'
import { useSession } from './session-context.ts'
import { focusOf, shortcutFor } from './shortcut-keys.ts'

const KEY = 'quarterturn-shortcuts'
const SWITCH = ['on', 'off'] as const

interface ShortcutsProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

export function Shortcuts({ open, onOpenChange }: ShortcutsProps) {
  const session = useSession()
  const [enabled, setEnabled] = useState(() => readChoice(KEY, SWITCH, 'on') === 'on')

  useEffect(() => {
    if (!enabled || open) return
    function onKeyDown(event: KeyboardEvent) {
      const shortcut = shortcutFor(event, focusOf(event.target))
      if (shortcut === null || event.defaultPrevented) return
      event.preventDefault()
      if (shortcut === 'toggle') session.toggle()
      if (shortcut === 'step') session.step()
      if (shortcut === 'help') onOpenChange(true)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [enabled, open, onOpenChange, session])

  function enable(on: boolean) {
    setEnabled(on)
    keepChoice(KEY, on ? 'on' : 'off')
  }

  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={classes.backdrop} />
        <Dialog.Popup className={classes.popup}>
          <Dialog.Title className={classes.title}>Keyboard shortcuts</Dialog.Title>
          <KeyList />
          <ToggleControl label="Shortcuts" value={enabled} disabled={false} describedBy="shortcuts-why" badge={false} onChange={enable} />
          <p id="shortcuts-why" className={classes.text}>
            Switch them off where single keys get in your way. They rest while you type and while a dialog is open.
          </p>
          <div className={classes.actions}>
            <Button onClick={() => onOpenChange(false)}>Close</Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function KeyList() {
  return (
    <dl className={classes.keys}>
      <dt>
        <kbd>Space</kbd>
      </dt>
      <dd>Train, pause or resume; on a button or a sample it presses that</dd>
      <dt>
        <kbd>.</kbd>
      </dt>
      <dd>One step, when paused</dd>
      <dt>
        <kbd>↑ ↓ ← →</kbd>
      </dt>
      <dd>Move on the sample wall; Enter or Space enlarges a sample</dd>
      <dt>
        <kbd>A</kbd> <kbd>B</kbd>
      </dt>
      <dd>On a sample: choose it for “From A to B”</dd>
      <dt>
        <kbd>?</kbd>
      </dt>
      <dd>This list</dd>
    </dl>
  )
}
