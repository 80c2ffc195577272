// A segmented control: radio buttons in a row.

import { type ReactNode, useId } from 'react'
import input from './input.module.css'
import classes from './segmented.module.css'

interface SegmentedProps<T extends string | number> {
  readonly label: string
  readonly options: readonly { readonly value: T; readonly label: string; readonly icon?: ReactNode }[]
  readonly value: T
  readonly onChange: (value: T) => void
  readonly disabled?: boolean
  readonly describedBy?: string | undefined
}

export function Segmented<T extends string | number>({ label, options, value, onChange, disabled, describedBy }: SegmentedProps<T>) {
  const name = useId()
  return (
    <fieldset className={classes.group} aria-describedby={describedBy} disabled={disabled}>
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={classes.option} title={option.icon ? option.label : undefined}>
          <input
            type="radio"
            className={input.cover}
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.icon}
          <span className={option.icon ? 'visually-hidden' : undefined}>{option.label}</span>
        </label>
      ))}
    </fieldset>
  )
}
