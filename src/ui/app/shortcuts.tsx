// Handles the keyboard shortcuts and lists them. They can be switched off, since single keys interfere with speech input (WCAG 2.1.4).
import { Dialog } from '@base-ui/react/dialog'
import { useEffect, useState } from 'react'
import { hintActions } from '../first-visit/actions.ts'
import { Button } from '../shared/button.tsx'
import classes from '../shared/dialog.module.css'
import { keepChoice, readChoice } from '../shared/stored-choice.ts'
import { ToggleControl } from '../shared/toggle-control.tsx'
import { ActionButton } from './action-button.tsx'
import { useActions } from './page-context.ts'
import { useAsk } from './question.tsx'
import { focusOf, pageShortcut } from './shortcut-keys.ts'
import { PAGE_SHORTCUTS, shortcutRows } from './shortcut-list.ts'
import { useStore } from './store.ts'

const KEY = 'quarterturn-shortcuts'
const SWITCH = ['on', 'off'] as const

export function Shortcuts() {
  const actions = useActions()
  const open = useStore(({ dialog }) => dialog === 'shortcuts')
  const [enabled, setEnabled] = useState(() => readChoice(KEY, SWITCH, 'on') === 'on')
  useShortcuts(enabled)
  const close = () => actions.showDialog(null)

  function enable(on: boolean) {
    setEnabled(on)
    keepChoice(KEY, on ? 'on' : 'off')
  }

  return (
    <Dialog.Root open={open} onOpenChange={(wanted) => !wanted && close()}>
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
            <ActionButton action={hintActions.showAgain} kind="quiet" />
            <Button onClick={close}>Close</Button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function useShortcuts(enabled: boolean): void {
  const ask = useAsk()
  useEffect(() => {
    if (!enabled) return
    function onKeyDown(event: KeyboardEvent) {
      const action = pageShortcut(PAGE_SHORTCUTS, event, focusOf(event.target))
      if (action === null || event.defaultPrevented) return
      event.preventDefault()
      ask(action, undefined)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [enabled, ask])
}

function KeyList() {
  return (
    <dl className={classes.keys}>
      {shortcutRows().map(({ keys, help }) => (
        <KeyRow key={help} keys={keys} help={help} />
      ))}
    </dl>
  )
}

function KeyRow({ keys, help }: ReturnType<typeof shortcutRows>[number]) {
  return (
    <>
      <dt>
        {keys.map((key, i) => (
          <span key={key}>
            {i > 0 && ' '}
            <kbd>{key}</kbd>
          </span>
        ))}
      </dt>
      <dd>{help}</dd>
    </>
  )
}
