// A styled native range input: keys, touch and screen readers work as usual.
import type { CSSProperties } from 'react'
import classes from './slider.module.css'

interface SliderProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  /** Announced instead of the position. */
  readonly valueText: string
  readonly onChange: (value: number) => void
  readonly disabled?: boolean
  readonly describedBy?: string | undefined
}

export function Slider({ label, value, min, max, step, valueText, onChange, disabled = false, describedBy }: SliderProps) {
  const filled = `${(100 * (value - min)) / (max - min)}%`
  return (
    <input
      type="range"
      className={classes.slider}
      style={{ '--filled': filled } as CSSProperties}
      aria-label={label}
      aria-valuetext={valueText}
      aria-describedby={describedBy}
      value={value}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
    />
  )
}
