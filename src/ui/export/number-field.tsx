// A whole or decimal number within bounds, typed or stepped. What is out of bounds says so, and gives way to the last number that was not.
import { useId, useState } from 'react'
import field from '../shared/field.module.css'
import input from '../shared/input.module.css'
import classes from './form.module.css'

interface NumberFieldProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step?: number
  readonly onChange: (value: number) => void
}

export function NumberField({ label, value, min, max, step = 1, onChange }: NumberFieldProps) {
  const id = useId()
  const [{ draft, of }, setDraft] = useState({ draft: `${value}`, of: value })
  if (of !== value) setDraft({ draft: `${value}`, of: value })
  function read(text: string): number | null {
    const typed = text.trim() === '' ? Number.NaN : Number(text)
    return typed >= min && typed <= max && (step < 1 || Number.isInteger(typed)) ? typed : null
  }
  const fits = read(draft) !== null
  function type(text: string) {
    const taken = read(text) ?? value
    setDraft({ draft: text, of: taken })
    if (taken !== value) onChange(taken)
  }
  return (
    <div>
      <div className={field.row}>
        <label htmlFor={id} className={field.label}>
          {label}
        </label>
        <input
          id={id}
          type="number"
          className={`${input.input} ${classes.number}`}
          min={min}
          max={max}
          step={step}
          value={draft}
          aria-invalid={!fits}
          aria-describedby={fits ? undefined : `${id}-problem`}
          onChange={(event) => type(event.currentTarget.value)}
          onBlur={() => setDraft({ draft: `${value}`, of: value })}
        />
      </div>
      {!fits && (
        <p id={`${id}-problem`} className={classes.problem} role="alert">
          From {min} to {max}
          {step >= 1 && ', a whole number'}.
        </p>
      )}
    </div>
  )
}
