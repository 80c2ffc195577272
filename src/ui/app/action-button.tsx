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
  /** Replaces the label of the action where the context says the rest. */
  readonly label?: string
  /** Only the icon, with the label as accessible name; or only the label. */
  readonly show?: 'icon' | 'label'
  readonly small?: boolean
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'text'
  readonly id?: string
  readonly className?: string | undefined
  readonly labelClass?: string | undefined
  /** The label reports the result: screen readers read its changes. */
  readonly live?: boolean
  /** Id of a description. */
  readonly describedBy?: string | undefined
  /** Called when it is pressed, before any confirmation: to move the focus, or to close the surrounding popover. */
  readonly onPress?: () => void
}

export function ActionButton<T>(props: ActionButtonProps<T>) {
  const { action, target, show, label, labelClass, live, onPress, small, kind, id, className, describedBy } = props
  const of = target as T // missing only if T is undefined
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
