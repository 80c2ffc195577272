// The result of a linear probe: a bar per kind of features with its 95 % interval, and a line at chance.

import type { CSSProperties } from 'react'
import type { Probe, ProbeRow } from '../../spec/feature-analyses.ts'
import { ActionButton } from '../app/action-button.tsx'
import { formatCount, formatPercent } from '../shared/format.ts'
import text from '../shared/text.module.css'
import { saveActions } from '../train/save-actions.ts'
import classes from './probe.module.css'
import { conclusionOf, howTested, type ProbeGroup, probeGroups, ROW_NAMES } from './probe-table.ts'

export function ProbeResult({ probe, step }: { probe: Probe; step: number | null }) {
  const { folds, chance, leftOut, classes: names } = probe
  const conclusion = conclusionOf(probe)
  return (
    <section className={classes.result} aria-label="What was measured" data-testid="probe-result">
      {conclusion !== null && <p className={classes.conclusion}>{conclusion}</p>}
      <p className={text.soft}>
        {formatCount(names.length)} classes, {howTested(probe)}
        {step !== null && `, at step ${formatCount(step)}`}. Lines across the bars: 95 % intervals. Dashed: {formatPercent(chance)}, always
        naming the commonest class.
      </p>
      {folds > 1 && (
        <p className={text.soft}>
          The images are few, so each fold is tested by a classifier that learnt from the others.
          {step !== null && ' The discriminator has trained on most of them too, but never on their labels.'}
        </p>
      )}
      <table className={classes.table}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Features</th>
            <th scope="col">Kind</th>
            <th scope="col">Accuracy</th>
            <th scope="col">95 % interval</th>
          </tr>
        </thead>
        {probeGroups(probe).map((group) => (
          <Group key={group.name} group={group} chance={chance} />
        ))}
      </table>
      <div className={classes.measure}>
        <ActionButton action={saveActions.saveProbe} target={{ probe, step }} />
      </div>
      {leftOut.map((sentence) => (
        <p key={sentence} className={text.soft}>
          {sentence}
        </p>
      ))}
    </section>
  )
}

function Group({ group: { name, rows }, chance }: { group: ProbeGroup; chance: number }) {
  return (
    <tbody>
      {rows.map((row, i) => (
        <tr key={row.features}>
          {i === 0 && (
            <th scope="rowgroup" rowSpan={rows.length}>
              {name}
            </th>
          )}
          <td className={classes.kind}>{ROW_NAMES[row.features]}</td>
          <td>
            <Bar row={row} chance={chance} />
          </td>
          <td className={classes.interval}>
            {formatPercent(row.low)} to {formatPercent(row.high)}
          </td>
        </tr>
      ))}
    </tbody>
  )
}

function Bar({ row: { features, accuracy, low, high }, chance }: { row: ProbeRow; chance: number }) {
  const places = { '--accuracy': accuracy, '--low': low, '--high': high, '--chance': chance } as CSSProperties
  return (
    <span className={classes.accuracy}>
      <span className={classes.track} style={places} data-features={features} aria-hidden="true">
        <span className={classes.bar} />
        <span className={classes.whisker} />
        <span className={classes.chance} />
      </span>
      <b>{formatPercent(accuracy)}</b>
    </span>
  )
}
