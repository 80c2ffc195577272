// A number of the studio: its label, a slider, a field to type it, and a way back to where it was at first. A drag, a held key and a typed number are
// one entry of the history each.
import { type CSSProperties, type KeyboardEvent, useEffect, useId, useState } from 'react'
import { Button } from '../../shared/button.tsx'
import { ResetIcon } from '../../shared/icons.tsx'
import input from '../../shared/input.module.css'
import slider from '../../shared/slider.module.css'
import text from '../../shared/text.module.css'
import { readNumber, roundTo } from '../../shared/typed-number.ts'
import { beginGesture, endGesture } from '../state/history.ts'
import classes from './slider-row.module.css'

interface SliderRowProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  /** Where the reset button leads; without it there is none. */
  readonly initial?: number
  /** Behind the typed number: “σ”, “%”. */
  readonly unit?: string
  /** What screen readers say instead of the bare number. */
  readonly valueText?: string
  /** What it does, in a sentence below it. */
  readonly help?: string
  readonly disabled?: boolean
  /** It changes the state by `edit` (history.ts). */
  readonly onChange: (value: number) => void
}

export function SliderRow({ label, value, min, max, step, initial, unit, valueText, help, disabled = false, onChange }: SliderRowProps) {
  const id = useId()
  const filled = `${(100 * (value - min)) / (max - min)}%`
  const describedBy = help === undefined ? undefined : `${id}-help`
  return (
    <div className={classes.row}>
      <label htmlFor={id} className={classes.label}>
        {label}
      </label>
      <TypedNumber {...{ label, value, min, max, step, disabled, onChange }} />
      <span className={classes.unit} aria-hidden="true">
        {unit}
      </span>
      {initial !== undefined && (
        <Button
          kind="quiet"
          small
          label={`Reset ${label}`}
          blocked={value === initial ? 'It is as it was at first.' : null}
          className={classes.reset}
          onClick={() => onChange(initial)}
        >
          <ResetIcon />
        </Button>
      )}
      <input
        id={id}
        type="range"
        className={`${slider.slider} ${classes.slider}`}
        style={{ '--filled': filled } as CSSProperties}
        aria-valuetext={valueText ?? `${value}${unit ? ` ${unit}` : ''}`}
        aria-describedby={describedBy}
        {...{ value, min, max, step, disabled }}
        {...useGesture(id)}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      {help !== undefined && (
        <p id={describedBy} className={`${text.pretty} ${classes.help}`}>
          {help}
        </p>
      )}
    </div>
  )
}

/** What makes of each drag and each held key on a range input one entry of the history. @param owner its id */
export function useGesture(owner: string) {
  useEffect(() => () => endGesture(owner), [owner]) // it may be removed in the middle of a drag
  const begin = () => beginGesture(owner)
  const end = () => endGesture(owner)
  return {
    onPointerDown: begin,
    onPointerUp: end,
    onPointerCancel: end,
    onKeyDown: (event: KeyboardEvent) => (event.key === 'Tab' ? end() : begin()),
    onKeyUp: end,
    onBlur: end,
  }
}

type TypedNumberProps = Pick<SliderRowProps, 'label' | 'value' | 'min' | 'max' | 'step' | 'onChange'> & { readonly disabled?: boolean }

/** What does not fit is marked, and gives way to the nearest number that does once the field is left. */
export function TypedNumber({ label, value, min, max, step, disabled = false, onChange }: TypedNumberProps) {
  const owner = useId()
  const [{ draft, of }, setDraft] = useState({ draft: `${roundTo(step, value)}`, of: value })
  if (of !== value) setDraft({ draft: `${roundTo(step, value)}`, of: value })
  useEffect(() => () => endGesture(owner), [owner])
  const read = readNumber(draft, { min, max, step })

  function type(typed: string) {
    const next = readNumber(typed, { min, max, step })
    setDraft({ draft: typed, of: next.fits ? next.value : value })
    if (!next.fits || next.value === value) return
    beginGesture(owner)
    onChange(next.value)
  }

  function leave() {
    const nearest = read.value ?? value
    setDraft({ draft: `${roundTo(step, nearest)}`, of: nearest })
    if (!read.fits && nearest !== value) onChange(nearest)
    endGesture(owner)
  }

  return (
    <input
      className={`${input.input} ${classes.number}`}
      aria-label={`${label}, typed`}
      inputMode="decimal"
      autoComplete="off"
      value={draft}
      disabled={disabled}
      aria-invalid={!read.fits}
      title={`From ${min} to ${max}`}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={leave}
      onKeyDown={(event) => event.key === 'Enter' && leave()}
    />
  )
}
