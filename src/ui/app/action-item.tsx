// The menu item of an action. In its own file, since the library's menus are loaded lazily.
import { Menu } from '@base-ui/react/menu'
import type { ReactNode } from 'react'
import type { Action } from './action.ts'
import { type TargetProp, useActionView } from './action-button.tsx'
import type { Actions } from './actions.ts'
import { useAsk } from './question.tsx'

type ActionItemProps<T> = TargetProp<T> & {
  readonly action: Action<Actions, T>
  readonly className: string | undefined
  /** Shown after the label. */
  readonly children?: ReactNode
}

export function ActionItem<T>({ action, target, className, children }: ActionItemProps<T>) {
  const of = target as T // missing only if T is undefined
  const { label, blocked } = useActionView(action, of)
  const ask = useAsk()
  return (
    <Menu.Item className={className} disabled={blocked !== null} onClick={() => ask(action, of)}>
      <span>{label}</span>
      {children}
    </Menu.Item>
  )
}
