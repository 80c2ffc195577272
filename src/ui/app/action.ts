// An action of the page is one object. Its button or menu item, its shortcut and the row in the list of shortcuts, the confirmation before it,
// the reason why it is blocked and its announcement to screen readers all come from that object. Each feature keeps its objects in actions.ts.
// A control that only changes the state of its own component (a fold, a tab, a zoom) is a plain button instead.
import type { ComponentType } from 'react'
import type { State, Store } from './store.ts'

/**
 * @typeParam Commands the functions that it calls: part of the page's `Actions`
 * @typeParam Target what it acts on if there are several of the kind: a kept set, the seed of a sample
 */
export interface Action<Commands, Target = undefined> {
  readonly label: string | ((state: State, target: Target) => string)
  /** Added to the label for screen readers only, to tell buttons with the same label apart. */
  readonly labelEnd?: (state: State, target: Target) => string
  readonly icon?: ComponentType | { readonly of: (state: State, target: Target) => ComponentType | null }
  readonly shortcut?: Shortcut<[Target] extends [undefined] ? Scope : Exclude<Scope, 'page'>>
  /** Why it is blocked now, as a sentence, or null. */
  readonly blocked?: (state: State, target: Target) => string | null
  /** For a toggle button: whether it is on. */
  readonly pressed?: (state: State, target: Target) => boolean
  /** The confirmation before it, or null if none is needed now. */
  readonly question?: (state: State, target: Target) => Question | null
  readonly run: (commands: Commands, target: Target) => void
  /** The announcement of what it changed at once, or null. What the trainer does later is announced with its event (follow-up.ts). */
  readonly announce?: (before: State, after: State, target: Target) => string | null
}

/** Where a shortcut works: anywhere; on a sample, on the wall or enlarged; on the enlarged sample only. */
type Scope = 'page' | 'sample' | 'enlarged-sample'

interface Shortcut<S extends Scope = Scope> {
  readonly scope: S
  /** `KeyboardEvent.key`, in lower case. */
  readonly key: string
  /** The key as people know it: “Space”. */
  readonly name: string
  /** Its description in the list of shortcuts; without one it is not listed. */
  readonly help?: string
  /** Whether it repeats while the key is held. */
  readonly repeats?: true
}

/** A confirmation: `keep` cancels, `go` goes ahead. */
export interface Question {
  readonly title: string
  /** What is lost, and what stays. */
  readonly text: string
  readonly keep: string
  readonly go: string
}

/** What the button of an action shows now. */
export interface ActionView {
  readonly label: string
  readonly labelEnd: string
  readonly icon: ComponentType | null
  readonly blocked: string | null
  readonly pressed: boolean | undefined
}

export function viewOf<C, T>(action: Action<C, T>, state: State, target: T): ActionView {
  const { label, labelEnd, icon = null, blocked, pressed } = action
  return {
    label: typeof label === 'string' ? label : label(state, target),
    labelEnd: labelEnd?.(state, target) ?? '',
    icon: icon !== null && 'of' in icon ? icon.of(state, target) : icon,
    blocked: blocked?.(state, target) ?? null,
    pressed: pressed?.(state, target),
  }
}

/** Performs the action unless it is blocked, and announces it. The confirmation comes before (question.tsx). */
export function perform<C, T>(store: Store, commands: C, action: Action<C, T>, target: T): void {
  const before = store.getState()
  if (action.blocked && action.blocked(before, target) !== null) return
  action.run(commands, target)
  const sentence = action.announce?.(before, store.getState(), target) ?? null
  if (sentence !== null) store.setState({ announcement: { sentence } })
}
