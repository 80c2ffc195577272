// The keys of the Labels view, wherever the focus is in it: digits label, 0 passes over or takes labels off, Backspace and Ctrl+Z undo, arrows
// go from question to question.
import { useEffect } from 'react'
import { useActions } from '../app/page-context.ts'
import { useAsk } from '../app/question.tsx'
import { type State, store } from '../app/store.ts'
import { labelsActions } from './actions.ts'
import { shownOf } from './groups.ts'
import { groupsIn, questionsIn } from './in-view.ts'

const TEXT = 'input:not([type="radio"]):not([type="range"]):not([type="checkbox"]), textarea, select, [contenteditable="true"]'
/** Elements that use the arrows themselves. */
const ARROWS = '[role="tab"], [role="grid"], [role="application"], [role="menu"], input'
/** A menu or a confirmation in front of the view. */
const IN_FRONT = '[role="alertdialog"], [role="menu"]'

/** The dialog keeps arrows from what is around it. */
const CAPTURE = true

export function useLabelKeys(): void {
  const ask = useAsk()
  const actions = useActions()
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const target = event.target instanceof Element ? event.target : null
      if (target?.closest(TEXT) || document.querySelector(IN_FRONT)) return
      const key = keyOf(event)
      if (key === null) return
      const state = store.getState()
      if (key === 'undo') ask(labelsActions.undo, undefined)
      else if (typeof key === 'number') {
        const command = labelCommand(state, key, target)
        if (command === null) return
        if (command.kind === 'answer') ask(labelsActions.answer, command.name)
        else ask(labelsActions.labelAll, command.target)
      } else {
        const image = state.labels.tab === 'one' && !target?.closest(ARROWS) ? neighbourOf(state, key === 'next' ? 1 : -1) : null
        if (image === null) return
        actions.askAbout(image)
      }
      event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown, CAPTURE)
    return () => document.removeEventListener('keydown', onKeyDown, CAPTURE)
  }, [ask, actions])
}

type LabelKey = number | 'undo' | 'next' | 'previous'

/** @returns null for a key without a meaning here */
export function keyOf({
  key,
  ctrlKey,
  metaKey,
  altKey,
  shiftKey,
}: Omit<KeyboardEventInit, 'key'> & { readonly key: string }): LabelKey | null {
  if ((ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === 'z') return 'undo'
  if (ctrlKey || metaKey || altKey) return null
  if (/^[0-9]$/.test(key)) return Number(key)
  if (key === 'Backspace') return 'undo'
  if (key === 'ArrowRight' || key === 'ArrowDown') return 'next'
  return key === 'ArrowLeft' || key === 'ArrowUp' ? 'previous' : null
}

type LabelCommand =
  | { readonly kind: 'answer'; readonly name: string | null }
  | { readonly kind: 'label'; readonly target: { readonly images: readonly number[]; readonly name: string | null } }

/** What a digit does: it answers the question, or labels what is selected, or the cluster that has the focus. Null: nothing. */
function labelCommand(state: State, digit: number, target: Element | null): LabelCommand | null {
  const { tab, session, selection } = state.labels
  const name = digit === 0 ? null : (session?.labels.names[digit - 1] ?? null)
  if (session === null || (digit > 0 && name === null)) return null
  if (tab === 'one') return { kind: 'answer', name }
  if (tab !== 'clusters') return selection.length > 0 ? { kind: 'label', target: { images: selection, name } } : null
  const images = imagesOfCard(state, target)
  return images && { kind: 'label', target: { images, name } }
}

/** The images of the cluster whose card has the focus. */
function imagesOfCard(state: State, target: Element | null): readonly number[] | null {
  const id = Number(target?.closest<HTMLElement>('[data-group]')?.dataset.group)
  const group = groupsIn(state)?.list.find((each) => each.id === id)
  if (group === undefined) return null
  return state.labels.whole ? group.images : shownOf(group)
}

function neighbourOf(state: State, by: number): number | null {
  const questions = questionsIn(state)
  const at = questions.indexOf(state.labels.session?.focus ?? -1)
  return questions[at + by] ?? null
}
