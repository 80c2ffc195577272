// An action of the page as one object: its button, its entry in a menu, its shortcut and the list of shortcuts, the question before it, why it
// is not available, and what a screen reader is told once it is done all come from here. Each feature's actions.ts holds its own objects.
// What changes nothing but the component it stands in (a fold, a tab, a zoom) is no action, but a plain button.
import type { ComponentType } from 'react'
import type { State, Store } from './store.ts'

/** @typeParam Target what it is done to, where there are several of the kind: a kept set, a seed */
export interface Action<Commands, Target = undefined> {
  readonly label: string | ((state: State, target: Target) => string)
  /** Follows the label where only a screen reader needs it: several buttons beside each other say the same. */
  readonly labelEnd?: (state: State, target: Target) => string
  readonly icon?: ComponentType | { readonly of: (state: State, target: Target) => ComponentType | null }
  readonly shortcut?: Shortcut<[Target] extends [undefined] ? Scope : Exclude<Scope, 'page'>>
  /** Why it is not available now, as a sentence, or null. */
  readonly blocked?: (state: State, target: Target) => string | null
  /** Of what is on or off. */
  readonly pressed?: (state: State, target: Target) => boolean
  /** What the person is asked first, or null. */
  readonly question?: (state: State, target: Target) => Question | null
  readonly run: (commands: Commands, target: Target) => void
  /** What a screen reader is told of it, or null. What the trainer does in return is announced when its event comes (announce.ts). */
  readonly announce?: (before: State, after: State, target: Target) => string | null
}

/** Where a shortcut works: anywhere, on a sample of the wall or enlarged, or on the enlarged sample alone. */
type Scope = 'page' | 'sample' | 'enlarged-sample'

export interface Shortcut<S extends Scope = Scope> {
  readonly scope: S
  /** `KeyboardEvent.key`, in lower case. */
  readonly key: string
  /** What is printed on the key. */
  readonly name: string
  /** What the list of shortcuts says; one without is not on it. */
  readonly help?: string
  /** Whether holding the key does it again and again. */
  readonly repeats?: true
}

/** A question with two answers: to leave all as it is, or to go ahead. */
export interface Question {
  readonly title: string
  /** What is lost, and what stays. */
  readonly text: string
  readonly keep: string
  readonly go: string
}

/** What its button shows now. */
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

/** Does it unless it is blocked, and has it announced. A question it has must have been answered. */
export function perform<C, T>(store: Store, commands: C, action: Action<C, T>, target: T): void {
  const before = store.getState()
  if (action.blocked && action.blocked(before, target) !== null) return
  action.run(commands, target)
  const sentence = action.announce?.(before, store.getState(), target) ?? null
  if (sentence !== null) store.setState({ announcement: { sentence } })
}
