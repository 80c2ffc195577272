// Which action a key stands for. Keys work anywhere on the page, except where they already mean something: while typing, and Space on a
// control. A dialog covers what they would act on: they rest while one is open.
import type { Action } from './action.ts'

interface Key {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly repeat: boolean
}

/** The kind of element that has the focus. */
export function shortcutIn<A extends Pick<Action<never>, 'shortcut'>>(actions: readonly A[], event: Key): A | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  const action = actions.find(({ shortcut }) => shortcut?.key === event.key.toLowerCase())
  return action && (!event.repeat || action.shortcut?.repeats) ? action : null
}

/** What has the focus, as far as it matters here. */
export type Focus = 'text' | 'control' | 'dialog' | 'none'

/** The same for keys that work anywhere on the page. */
export function pageShortcut<A extends Pick<Action<never>, 'shortcut'>>(actions: readonly A[], event: Key, focus: Focus): A | null {
  if (focus === 'text' || focus === 'dialog' || (event.key === ' ' && focus === 'control')) return null
  return shortcutIn(actions, event)
}

/** A popover is in the document while it is closed, too. */
const DIALOG = '[role="dialog"]:not([popover]), [role="alertdialog"], :popover-open'
const NO_TEXT = new Set(['range', 'checkbox', 'radio', 'file', 'button'])

export function focusOf(target: EventTarget | null): Focus {
  if (document.querySelector(DIALOG)) return 'dialog'
  if (!(target instanceof HTMLElement)) return 'none'
  if (target instanceof HTMLInputElement) return NO_TEXT.has(target.type) ? 'control' : 'text'
  if (target.isContentEditable || target.matches('textarea, select')) return 'text'
  return target.closest('button, a, summary') ? 'control' : 'none'
}
