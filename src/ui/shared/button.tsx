// A button that stays focusable while it is blocked, so that keyboard and screen reader users learn why.
import type { ReactNode } from 'react'
import classes from './button.module.css'

interface ButtonProps {
  readonly children: ReactNode
  readonly onClick: () => void
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'text' | undefined
  /** Accessible name of a button that shows only an icon. */
  readonly label?: string
  /** Why it is blocked; null when it is not. */
  readonly blocked?: string | null
  readonly pressed?: boolean
  readonly small?: boolean | undefined
  /** For a disclosure button: the id of what it unfolds, and whether that is open. */
  readonly unfolds?: { readonly open: boolean; readonly id: string }
  readonly keys?: string
  readonly id?: string | undefined
  /** Id of a description. */
  readonly describedBy?: string | undefined
  readonly className?: string | undefined
}

export function Button({
  children,
  onClick,
  kind = 'plain',
  label,
  blocked = null,
  pressed,
  small = false,
  unfolds,
  keys,
  id,
  describedBy,
  className,
}: ButtonProps) {
  return (
    <button
      type="button"
      id={id}
      className={[classes.button, classes[kind], label && classes.icon, small && classes.small, className].filter(Boolean).join(' ')}
      aria-label={label}
      aria-describedby={describedBy}
      aria-pressed={pressed}
      aria-expanded={unfolds?.open}
      aria-controls={unfolds?.id}
      aria-keyshortcuts={keys}
      aria-disabled={blocked !== null}
      title={blocked ?? label}
      onClick={blocked === null ? onClick : undefined}
    >
      {children}
    </button>
  )
}
