// Single-key shortcuts. They do nothing while typing, while a dialog is open, and Space does nothing on a control, which uses it itself.

type Shortcut = 'toggle' | 'step' | 'help'

interface Key {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly repeat: boolean
}

/** The kind of element that has the focus. */
export type Focus = 'text' | 'control' | 'dialog' | 'none'

export function shortcutFor({ key, ctrlKey, metaKey, altKey, repeat }: Key, focus: Focus): Shortcut | null {
  if (ctrlKey || metaKey || altKey || focus === 'text' || focus === 'dialog') return null
  if (key === ' ') return focus === 'none' && !repeat ? 'toggle' : null
  if (key === '.') return 'step'
  if (key === '?') return 'help'
  return null
}

const DIALOG = '[role="dialog"], [role="alertdialog"]'
const NO_TEXT = new Set(['range', 'checkbox', 'radio', 'file', 'button'])

export function focusOf(target: EventTarget | null): Focus {
  if (document.querySelector(DIALOG)) return 'dialog'
  if (!(target instanceof HTMLElement)) return 'none'
  if (target instanceof HTMLInputElement) return NO_TEXT.has(target.type) ? 'control' : 'text'
  if (target.isContentEditable || target.matches('textarea, select')) return 'text'
  return target.closest('button, a, summary') ? 'control' : 'none'
}
