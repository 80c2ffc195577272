// A choice among many options with a count each: radio buttons that look like chips.

import { useId } from 'react'
import classes from './chips.module.css'
import { formatCount } from './format.ts'
import input from './input.module.css'

interface ChipsProps<T extends string> {
  readonly legend: string
  readonly options: readonly { readonly value: T; readonly label: string; readonly count: number }[]
  readonly value: T | null
  readonly onChange: (value: T) => void
}

export function Chips<T extends string>({ legend, options, value, onChange }: ChipsProps<T>) {
  const name = useId()
  return (
    <fieldset className={classes.chips}>
      <legend className="visually-hidden">{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className={classes.chip}>
          <input
            type="radio"
            className={input.cover}
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
          <span className={classes.count}> {formatCount(option.count)}</span>
        </label>
      ))}
    </fieldset>
  )
}
