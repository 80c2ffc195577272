// The menu item of an action. In its own file, since the library's menus are loaded lazily.
import { Menu } from '@base-ui/react/menu'
import type { ReactNode } from 'react'
import menu from '../shared/menu.module.css'
import type { Action } from './action.ts'
import { type TargetProp, useActionView } from './action-button.tsx'
import type { Actions } from './actions.ts'
import { useAsk } from './question.tsx'

type ActionItemProps<T> = TargetProp<T> & {
  readonly action: Action<Actions, T>
  /** Shown after the label. */
  readonly children?: ReactNode
  /** Shown below the label, unless it is blocked: then the reason is. Null: only the reason; without a note nothing is. */
  readonly note?: string | null
}

export function ActionItem<T>({ action, target, children, note }: ActionItemProps<T>) {
  const of = target as T // missing only if T is undefined
  const { label, blocked } = useActionView(action, of)
  const ask = useAsk()
  const below = note === undefined ? null : (blocked ?? note)
  return (
    <Menu.Item
      className={note === undefined ? menu.item : `${menu.item} ${menu.tall}`}
      disabled={blocked !== null}
      onClick={() => ask(action, of)}
    >
      <span>{label}</span>
      {children}
      {below !== null && <span className={menu.reason}>{below}</span>}
    </Menu.Item>
  )
}
