// The confirmation before an action that would lose something, whether it was asked for by a button, a menu or a shortcut.
import { useCallback } from 'react'
import { create } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { ConfirmDialog } from '../shared/confirm-dialog.tsx'
import { type Action, perform, type Question } from './action.ts'
import type { Actions } from './actions.ts'
import { useActions } from './page-context.ts'
import { type State, store, useStore } from './store.ts'

interface Asked {
  readonly title: string
  /** Evaluated again while it is open, since the run goes on and its numbers change. */
  readonly questionIn: (state: State) => Question | null
  readonly go: () => void
}

const useAsked = create<{ readonly asked: Asked | null; readonly open: boolean }>(() => ({ asked: null, open: false }))

/** Performs an action, after confirmation if it has a question. */
export function useAsk() {
  const actions = useActions()
  return useCallback(
    <T,>(action: Action<Actions, T>, target: T) => {
      const state = store.getState()
      if (action.blocked && action.blocked(state, target) !== null) return
      const question = action.question?.(state, target)
      const go = () => perform(store, actions, action, target)
      if (!question) return go()
      useAsked.setState({ asked: { title: question.title, questionIn: (now) => action.question?.(now, target) ?? null, go }, open: true })
    },
    [actions],
  )
}

export function QuestionDialog() {
  const { asked, open } = useAsked()
  const question = useStore(useShallow((state) => asked?.questionIn(state) ?? null))
  // If the question has become another one, for instance because the run failed meanwhile, the dialog closes unanswered.
  if (asked === null || question?.title !== asked.title) return null
  const { title, text, keep, go } = question
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(wanted) => !wanted && useAsked.setState({ open: false })}
      title={title}
      keep={keep}
      go={go}
      onGo={asked.go}
    >
      {text}
    </ConfirmDialog>
  )
}
