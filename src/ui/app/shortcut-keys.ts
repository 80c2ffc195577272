// Keys that work anywhere on the page, except where they already mean something: while typing, and Space on a control. A dialog covers
// what they would act on: they rest while one is open.

export type Shortcut = 'toggle' | 'step' | 'help'

interface Key {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly repeat: boolean
}

/** What has the focus, as far as it matters here. */
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
