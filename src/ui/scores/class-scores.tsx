// The scores of each class: how often its samples are right, how far they are from its real images and how varied; and the alarm for classes of
// which the same picture is made again and again.
import { useId, useState } from 'react'
import { collapsedClasses, describeCollapse, hasLowDiversity, worstFirst } from '../../spec/class-collapse.ts'
import { type ClassScore, SCORE_VALUES, type ScoreReport } from '../../spec/scores.ts'
import { Button } from '../shared/button.tsx'
import { formatCount, formatFraction, formatPercent } from '../shared/format.ts'
import message from '../shared/message.module.css'
import meter from '../shared/meter.module.css'
import classes from './class-scores.module.css'
import { formatKid } from './describe-scores.ts'

/** With more classes only the worst are shown at first. */
const SHOWN = 10

/** @param history scores up to the one that is shown */
export function ClassScores({ perClass, history }: { perClass: readonly ClassScore[]; history: readonly ScoreReport[] }) {
  const [all, setAll] = useState(false)
  const table = useId()
  const collapse = describeCollapse(collapsedClasses(history))
  const isLong = perClass.length > SHOWN
  const shown = isLong && !all ? worstFirst(perClass).slice(0, SHOWN) : perClass
  return (
    <section className={classes.scores} aria-label={SCORE_VALUES.perClass.label} data-testid="class-scores">
      {collapse && (
        <p className={message.warning} data-testid="class-collapse">
          {collapse}
        </p>
      )}
      <details className={classes.help}>
        <summary>What the columns mean</summary>
        <p>{SCORE_VALUES.perClass.help}</p>
      </details>
      <table className={classes.table} id={table}>
        <caption className={isLong && !all ? undefined : 'visually-hidden'}>
          {isLong && !all ? `The ${SHOWN} worst of ${formatCount(perClass.length)} classes` : SCORE_VALUES.perClass.label}
        </caption>
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">Samples</th>
            <th scope="col">Accuracy</th>
            <th scope="col">KID</th>
            <th scope="col">Variety</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((one) => (
            <Row key={one.name} one={one} />
          ))}
        </tbody>
      </table>
      {isLong && (
        <Button kind="text" onClick={() => setAll(!all)} unfolds={{ open: all, id: table }}>
          {all ? `Show the worst ${SHOWN}` : `Show all ${formatCount(perClass.length)}`}
        </Button>
      )}
    </section>
  )
}

function Row({ one }: { one: ClassScore }) {
  const { name, fake, accuracy, diversity } = one
  const isLow = hasLowDiversity(one)
  return (
    <tr>
      <th scope="row" title={name}>
        {name}
      </th>
      <td>{formatCount(fake)}</td>
      <td>
        {formatPercent(accuracy)}
        {accuracy !== null && <meter className={meter.meter} aria-hidden="true" min={0} max={1} value={accuracy} />}
      </td>
      <td>{formatKid(one)}</td>
      <td className={isLow ? classes.low : undefined}>
        {formatFraction(diversity)}
        {isLow && <span className={classes.mark}>low</span>}
      </td>
    </tr>
  )
}
