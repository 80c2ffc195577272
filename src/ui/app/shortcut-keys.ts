// Finds the action for a key. Shortcuts work anywhere on the page, except while typing, for Space on a control, and while a dialog is open.
import type { Action } from './action.ts'

interface Key {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly repeat: boolean
}

/** The action with this shortcut. Keys with a modifier belong to the browser. */
export function shortcutIn<A extends Pick<Action<never>, 'shortcut'>>(actions: readonly A[], event: Key): A | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  const action = actions.find(({ shortcut }) => shortcut?.key === event.key.toLowerCase())
  return action && (!event.repeat || action.shortcut?.repeats) ? action : null
}

/** The kind of element that has the focus. */
export type Focus = 'text' | 'control' | 'dialog' | 'none'

/** The action for a key pressed anywhere on the page, where keys may already have another meaning. */
export function pageShortcut<A extends Pick<Action<never>, 'shortcut'>>(actions: readonly A[], event: Key, focus: Focus): A | null {
  if (focus === 'text' || focus === 'dialog' || (event.key === ' ' && focus === 'control')) return null
  return shortcutIn(actions, event)
}

/** A closed popover stays in the document. */
const DIALOG = '[role="dialog"]:not([popover]), [role="alertdialog"], :popover-open'
const NO_TEXT = new Set(['range', 'checkbox', 'radio', 'file', 'button'])

export function focusOf(target: EventTarget | null): Focus {
  if (document.querySelector(DIALOG)) return 'dialog'
  if (!(target instanceof HTMLElement)) return 'none'
  if (target instanceof HTMLInputElement) return NO_TEXT.has(target.type) ? 'control' : 'text'
  if (target.isContentEditable || target.matches('textarea, select')) return 'text'
  return target.closest('button, a, summary') ? 'control' : 'none'
}
