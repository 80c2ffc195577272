// The button of an action.
import type { ComponentType } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { Button } from '../shared/button.tsx'
import { type Action, type ActionView, viewOf } from './action.ts'
import type { Actions } from './actions.ts'
import { useAsk } from './question.tsx'
import { useStore } from './store.ts'

export type TargetProp<T> = [T] extends [undefined] ? { readonly target?: undefined } : { readonly target: T }

type ActionButtonProps<T> = TargetProp<T> & {
  readonly action: Action<Actions, T>
  /** In place of the action's own, where what stands beside it says the rest. */
  readonly label?: string
  /** The icon alone, with the label to be heard; or the label alone. */
  readonly show?: 'icon' | 'label'
  readonly small?: boolean
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'text'
  readonly id?: string
  readonly className?: string | undefined
  readonly labelClass?: string | undefined
  /** The label says what came of it: a screen reader reads a change of it. */
  readonly live?: boolean
  /** Id of what there is to add to its name. */
  readonly describedBy?: string | undefined
  /** When it is pressed, before its question: for where the focus goes, or to close what it stands in. */
  readonly onPress?: () => void
}

export function ActionButton<T>(props: ActionButtonProps<T>) {
  const { action, target, show, label, labelClass, live, onPress, small, kind, id, className, describedBy } = props
  const of = target as T // absent only where T is undefined
  const view = useActionView(action, of)
  const ask = useAsk()
  const name = label ?? view.label
  const Icon: ComponentType | null = show === 'label' ? null : view.icon
  return (
    <Button
      kind={kind}
      small={small}
      id={id}
      className={className}
      describedBy={describedBy}
      {...(show === 'icon' && { label: name })}
      {...(view.pressed !== undefined && { pressed: view.pressed })}
      {...(action.shortcut && { keys: action.shortcut.name })}
      blocked={view.blocked}
      onClick={() => {
        onPress?.()
        ask(action, of)
      }}
    >
      {Icon && <Icon />}
      {show !== 'icon' && (
        <span className={labelClass} aria-live={live ? 'polite' : undefined}>
          {name}
          {view.labelEnd && <span className="visually-hidden">{view.labelEnd}</span>}
        </span>
      )}
    </Button>
  )
}

export function useActionView<T>(action: Action<Actions, T>, target: T): ActionView {
  return useStore(useShallow((state) => viewOf(action, state, target)))
}
