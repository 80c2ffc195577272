// Two steps of a run under one divider: the pictures of one on its left, the same latents by the other on its right.
import { type CSSProperties, useState } from 'react'
import type { Pictures } from '../../../spec/image-block.ts'
import text from '../../shared/text.module.css'
import { PictureGrid } from './picture-grid.tsx'
import { describeDivider, describeStep, type TimeStep } from './time-steps.ts'
import classes from './wipe.module.css'

interface WipeSide {
  readonly at: TimeStep
  readonly pictures: Pictures | null
}

interface WipeProps {
  readonly left: WipeSide
  readonly right: WipeSide
}

/** The divider is a range input as large as the pictures, which it lies over without being seen: it is dragged anywhere, and moved by keys. */
export function Wipe({ left, right }: WipeProps) {
  const [percent, setPercent] = useState(50)
  return (
    <figure className={classes.figure}>
      <div className={classes.wipe} style={{ '--divider': `${percent}%` } as CSSProperties} data-testid="wipe">
        <PictureGrid pictures={left.pictures} label={`Pictures of ${describeStep(left.at)}`} />
        <div className={classes.right}>
          <PictureGrid pictures={right.pictures} label={`Pictures of ${describeStep(right.at)}`} />
        </div>
        <input
          type="range"
          className={classes.input}
          aria-label="Divider between two steps"
          aria-valuetext={describeDivider(percent / 100, left.at, right.at)}
          value={percent}
          min={0}
          max={100}
          step={1}
          onChange={(event) => setPercent(event.currentTarget.valueAsNumber)}
        />
        <span className={classes.divider} aria-hidden="true" />
      </div>
      <figcaption className={`${classes.caption} ${text.soft}`} aria-hidden="true">
        <span>{describeStep(left.at)}</span>
        <span>{describeStep(right.at)}</span>
      </figcaption>
    </figure>
  )
}
