// A seed: typed, thrown by a dice, or the next ones by a slider.
import { type CSSProperties, useId } from 'react'
import { MAX_SEED } from '../../../spec/read-picture-code.ts'
import { Button } from '../../shared/button.tsx'
import { DiceIcon } from '../../shared/icons.tsx'
import slider from '../../shared/slider.module.css'
import { randomSeed } from '../controls/random-sample.ts'
import { TypedNumber, useGesture } from '../controls/slider-row.tsx'
import classes from './seed-row.module.css'

/** Of the slider: larger ones can be typed. */
const LAST = 99_999

interface SeedRowProps {
  readonly label: string
  readonly value: number
  readonly onChange: (seed: number) => void
}

export function SeedRow({ label, value, onChange }: SeedRowProps) {
  const id = useId()
  const shown = Math.min(value, LAST)
  return (
    <div className={classes.row}>
      <label htmlFor={id} className={classes.label}>
        {label}
      </label>
      <TypedNumber label={label} value={value} min={0} max={MAX_SEED} step={1} onChange={onChange} />
      <Button kind="quiet" small label={`Random ${label.toLowerCase()}`} onClick={() => onChange(randomSeed())}>
        <DiceIcon />
      </Button>
      <input
        id={id}
        type="range"
        className={`${slider.slider} ${classes.slider}`}
        style={{ '--filled': `${(100 * shown) / LAST}%` } as CSSProperties}
        aria-valuetext={`Seed ${value}`}
        value={shown}
        min={0}
        max={LAST}
        step={1}
        {...useGesture(id)}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
    </div>
  )
}
