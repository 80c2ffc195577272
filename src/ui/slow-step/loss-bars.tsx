// The loss of each network as one bar, made of its parts; a part below zero, which makes the loss smaller, lies to the left of zero.
import type { LossTerm, SlowStep } from '../../spec/slow-step.ts'
import { sumOfTerms } from '../../spec/slow-step.ts'
import { formatValue } from '../shared/format.ts'
import { NetworkLetters } from '../shared/network-letters.tsx'
import { nameOfTerm } from './describe-slow-step.ts'
import { type Segment, stackOf } from './loss-stack.ts'
import classes from './slow-step.module.css'

export function LossBars({ losses }: Pick<SlowStep, 'losses'>) {
  const { discriminator, generator } = stackOf(losses)
  return (
    <div className={classes.losses}>
      <Loss network="D" name="the discriminator" terms={losses.discriminator} segments={discriminator} />
      <Loss network="G" name="the generator" terms={losses.generator} segments={generator} />
    </div>
  )
}

interface LossProps {
  readonly network: 'D' | 'G'
  readonly name: string
  readonly terms: readonly LossTerm[]
  readonly segments: readonly Segment[]
}

function Loss({ network, name, terms, segments }: LossProps) {
  return (
    <div className={classes.loss} data-network={network}>
      <h3 className={classes.rowTitle}>
        <NetworkLetters>{`Loss of ${network}, ${name}: ${formatValue(sumOfTerms(terms))}`}</NetworkLetters>
      </h3>
      <div className={classes.stack} aria-hidden="true">
        {segments.map(({ name: part, left, width }, i) => (
          <span key={part} className={classes.part} data-part={i} style={{ left: `${left}%`, width: `${width}%` }} />
        ))}
      </div>
      <ul className={classes.terms}>
        {terms.map(({ name: part, value, weight }, i) => (
          <li key={part}>
            <span className={classes.swatch} data-part={i} aria-hidden="true" />
            {nameOfTerm(part)}: <b>{formatValue(weight * value)}</b>
            {weight !== 1 && <span className={classes.weight}>{` (${formatValue(value)} × weight ${Number(weight.toPrecision(3))})`}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}
