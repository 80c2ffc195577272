// D's four-way guess as a small dial: a bar in each direction, as long as D is sure that the top of the picture points there.
import { likeliest, type RotationGuess } from '../../spec/slow-step.ts'
import { formatPercent } from '../shared/format.ts'
import classes from './slow-step.module.css'

/** Where the top of a picture goes with each quarter turn counter-clockwise: up, left, down, right. */
const DIRECTIONS = [
  [0, -1],
  [-1, 0],
  [0, 1],
  [1, 0],
] as const

const RADIUS = 16

interface DialProps {
  /** Null: there is only one. */
  readonly when: 'before' | 'after' | null
  readonly guess: RotationGuess
  /** In quarter turns. */
  readonly truth: number
}

export function Dial({ when, guess, truth }: DialProps) {
  const said = likeliest(guess)
  const [dotX, dotY] = DIRECTIONS[truth as 0 | 1 | 2 | 3]
  return (
    <span className={classes.dial} data-right={said === truth}>
      <svg viewBox="-22 -22 44 44" aria-hidden="true" focusable="false">
        <circle r={RADIUS} className={classes.dialRing} />
        {DIRECTIONS.map(([x, y], turn) => (
          <line
            key={turn}
            x2={x * RADIUS * (guess[turn] as number)}
            y2={y * RADIUS * (guess[turn] as number)}
            className={classes.dialBar}
            data-said={turn === said}
          />
        ))}
        <circle cx={dotX * 19.5} cy={dotY * 19.5} r="2.2" className={classes.dialTruth} />
      </svg>
      <span className={classes.logit}>
        {when !== null && <span className="visually-hidden">{when} </span>}
        {90 * said}°, {formatPercent(guess[said])}
        <span className="visually-hidden">{said === truth ? ', right' : `, wrong: it is ${90 * truth}°`}</span>
      </span>
    </span>
  )
}
