// A switch: a styled checkbox with a label.
import { useId } from 'react'
import field from './field.module.css'
import { NetworkLetters } from './network-letters.tsx'
import classes from './toggle-control.module.css'

interface ToggleControlProps {
  readonly label: string
  readonly value: boolean
  readonly disabled: boolean
  readonly describedBy?: string
  readonly badge: boolean
  readonly onChange: (value: boolean) => void
}

export function ToggleControl({ label, value, disabled, describedBy, badge, onChange }: ToggleControlProps) {
  const id = useId()
  return (
    <div className={field.row}>
      <label htmlFor={id} className={field.label}>
        <NetworkLetters>{label}</NetworkLetters>
      </label>
      {badge && <span className={field.live}>live</span>}
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-checked={value}
        className={classes.switch}
        checked={value}
        disabled={disabled}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </div>
  )
}
