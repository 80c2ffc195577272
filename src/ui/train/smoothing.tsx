// The slider that sets how much charts are smoothed.
import { Slider } from '../shared/slider.tsx'
import classes from './smoothing.module.css'

const MAX_SMOOTHING = 0.98

interface SmoothingProps {
  /** Of the slider, for screen readers. */
  readonly label: string
  readonly value: number
  readonly onChange: (value: number) => void
}

export function Smoothing({ label, value, onChange }: SmoothingProps) {
  const shown = value === 0 ? 'off' : value.toFixed(2)
  return (
    <div className={classes.smoothing}>
      <span aria-hidden="true">Smoothing</span>
      <Slider label={label} value={value} min={0} max={MAX_SMOOTHING} step={0.02} valueText={shown} onChange={onChange} />
      <output className={classes.amount}>{shown}</output>
    </div>
  )
}
