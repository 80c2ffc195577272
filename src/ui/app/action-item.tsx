// An action as an item of a menu. A file of its own, since menus are loaded when there is one.
import { Menu } from '@base-ui/react/menu'
import type { ReactNode } from 'react'
import type { Action } from './action.ts'
import { type TargetProp, useActionView } from './action-button.tsx'
import type { Actions } from './actions.ts'
import { useAsk } from './question.tsx'

type ActionItemProps<T> = TargetProp<T> & {
  readonly action: Action<Actions, T>
  readonly className: string | undefined
  /** What stands beside the label. */
  readonly children?: ReactNode
}

export function ActionItem<T>({ action, target, className, children }: ActionItemProps<T>) {
  const of = target as T // absent only where T is undefined
  const { label, blocked } = useActionView(action, of)
  const ask = useAsk()
  return (
    <Menu.Item className={className} disabled={blocked !== null} onClick={() => ask(action, of)}>
      <span>{label}</span>
      {children}
    </Menu.Item>
  )
}
