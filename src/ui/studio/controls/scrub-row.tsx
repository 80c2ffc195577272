// Where something that plays is: a line that is clicked and dragged, with marks, and the number beside it to be typed. What plays holds still meanwhile.
import { type CSSProperties, useEffect, useId } from 'react'
import slider from '../../shared/slider.module.css'
import text from '../../shared/text.module.css'
import { player } from '../play/player.ts'
import classes from './scrub-row.module.css'
import { TypedNumber, useGesture } from './slider-row.tsx'

interface ScrubRowProps {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step: number
  /** Behind the typed number: “of 6 s”. */
  readonly unit: string
  /** What screen readers say of the place. */
  readonly valueText: string
  /** Where on the line something is, from `min` to `max`. */
  readonly marks?: readonly number[]
  readonly onChange: (value: number) => void
}

export function ScrubRow({ label, value, min, max, step, unit, valueText, marks = [], onChange }: ScrubRowProps) {
  const id = useId()
  const share = (of: number) => (max > min ? (of - min) / (max - min) : 0)
  const gesture = useGesture(id)
  useEffect(() => () => player.hold(false), [])
  return (
    <div className={classes.row}>
      <label htmlFor={id} className={classes.label}>
        {label}
      </label>
      <TypedNumber {...{ label, value, min, max, step, onChange }} />
      <span className={text.figures}>{unit}</span>
      <div className={classes.line}>
        <input
          id={id}
          type="range"
          className={slider.slider}
          style={{ '--filled': `${100 * share(value)}%` } as CSSProperties}
          aria-valuetext={valueText}
          {...{ value, min, max, step }}
          {...gesture}
          onPointerDown={() => {
            player.hold(true)
            gesture.onPointerDown()
          }}
          onPointerUp={() => {
            player.hold(false)
            gesture.onPointerUp()
          }}
          onPointerCancel={() => {
            player.hold(false)
            gesture.onPointerCancel()
          }}
          onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
        />
        {marks.map((mark, i) => (
          <span key={i} className={classes.mark} style={{ '--share': share(mark) } as CSSProperties} aria-hidden="true" />
        ))}
      </div>
    </div>
  )
}
