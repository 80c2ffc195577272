// A whole or decimal number within bounds, typed or stepped. What is out of bounds says so, and gives way to the nearest number that is not.
import { useId, useState } from 'react'
import field from '../shared/field.module.css'
import input from '../shared/input.module.css'
import { readNumber } from '../shared/typed-number.ts'
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
  const [{ draft, of, told }, setDraft] = useState({ draft: `${value}`, of: value, told: false })
  if (of !== value) setDraft({ draft: `${value}`, of: value, told: false })
  const bounds = { min, max, step }
  const { fits, value: nearest } = readNumber(draft, bounds)
  const isTold = told || !fits
  function take(text: string, taken: number, problem: boolean) {
    setDraft({ draft: text, of: taken, told: problem })
    if (taken !== value) onChange(taken)
  }
  function type(text: string) {
    const typed = readNumber(text, bounds)
    take(text, typed.fits ? typed.value : value, !typed.fits)
  }
  /** What was wrong stays told: without its line the button below would move away under the press that left the field. */
  function leave() {
    const taken = nearest ?? value
    take(`${taken}`, taken, told)
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
          aria-describedby={isTold ? `${id}-problem` : undefined}
          onChange={(event) => type(event.currentTarget.value)}
          onBlur={leave}
        />
      </div>
      {isTold && (
        <p id={`${id}-problem`} className={classes.problem} role="alert">
          From {min} to {max}
          {step >= 1 && ', a whole number'}.
        </p>
      )}
    </div>
  )
}
