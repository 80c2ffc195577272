// Compare: two to four runs over one step axis: the table of what differs, the charts, and the sample walls side by side.
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { FIRST_SMOOTHING } from '../../spec/numbers/smooth.ts'
import { ActionButton } from '../app/action-button.tsx'
import { useHistory } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { formatCount } from '../shared/format.ts'
import message from '../shared/message.module.css'
import { Picture } from '../shared/picture.tsx'
import text from '../shared/text.module.css'
import { Smoothing } from '../train/smoothing.tsx'
import { onHistoryChange } from '../train/use-chart-row.ts'
import { runsActions } from './actions.ts'
import classes from './compare.module.css'
import { CompareChart, useComparedStep } from './compare-chart.tsx'
import { compareCharts } from './compare-lines.ts'
import { compareTable, lastValueRows, type RowGroup } from './compare-table.ts'
import { type ComparedRun, comparedRuns } from './compared.ts'
import { describeWall } from './describe-runs.ts'
import { RunSwatch } from './run-swatch.tsx'

export function Compare() {
  const runs = useCompared()
  const wanted = useStore(({ runs }) => runs.chosen.length)
  const problem = useStore(({ runs }) => runs.stored.problem)
  return (
    <div className={classes.body}>
      <div>
        <ActionButton action={runsActions.stopComparing} />
      </div>
      {problem !== null && (
        <p className={message.warning} role="alert">
          {problem}
        </p>
      )}
      {runs.length < wanted && problem === null && <p className={text.soft}>The histories of the runs are being read …</p>}
      {runs.length > 0 && (
        <>
          <Table runs={runs} label="What the runs are, and their scores" groups={compareTable(runs)} testId="compare-table" />
          <Charts runs={runs} />
          <Walls runs={runs} />
          <LastValues runs={runs} />
        </>
      )}
    </div>
  )
}

/** The runs to compare; anew whenever the curves of the one on this page have grown. */
function useCompared(): readonly ComparedRun[] {
  const history = useHistory()
  const [version, setVersion] = useState(0)
  useEffect(() => onHistoryChange(history, () => setVersion((last) => last + 1)), [history])
  const state = useStore(useShallow(({ runs, run, keep, settings, samples, scores }) => ({ runs, run, keep, settings, samples, scores })))
  // A new version means new values in the same history.
  return useMemo(() => comparedRuns(state, history), [state, history, version])
}

function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <header className={classes.head}>
        <h3>{title}</h3>
        {aside}
      </header>
      {children}
    </section>
  )
}

interface TableProps {
  readonly runs: readonly ComparedRun[]
  readonly label: string
  readonly groups: readonly RowGroup[]
  readonly testId: string
}

function Table({ runs, label, groups, testId }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, which a keyboard must reach too
    <section className={classes.scroller} tabIndex={0} aria-label={label}>
      <table className={classes.table} data-testid={testId}>
        <thead>
          <tr>
            <td />
            {runs.map(({ id, letter, name, live }) => (
              <th key={id} scope="col">
                <RunSwatch letter={letter} /> {name}
                {live && <span className={classes.live}>on this page</span>}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(({ title, rows }) => (
          <tbody key={title}>
            <tr>
              <th scope="rowgroup" colSpan={runs.length + 1} className={classes.group}>
                {title}
              </th>
            </tr>
            {rows.map(({ label, cells }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {cells.map((cell, i) => (
                  <td key={runs[i]?.id}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

/** The numbers of the charts, for those who do not see them. */
function LastValues({ runs }: { runs: readonly ComparedRun[] }) {
  const rows = lastValueRows(runs)
  if (rows.length === 0) return null
  return (
    <details className={classes.values}>
      <summary>Show the last values of the charts</summary>
      <Table
        runs={runs}
        label="The last values of the charts"
        groups={[{ title: 'As measured at the last step', rows }]}
        testId="compare-values"
      />
    </details>
  )
}

/** Which line is which run, and the step that the values belong to; it stays in sight above the charts. */
function Legend({ runs }: { runs: readonly ComparedRun[] }) {
  const step = useComparedStep((state) => state.step)
  return (
    <div className={classes.legend}>
      <ul>
        {runs.map(({ id, letter, name }) => (
          <li key={id}>
            <RunSwatch letter={letter} /> <span>{name}</span>
          </li>
        ))}
      </ul>
      <span className={text.figures}>{step === null ? 'last values' : `values at step ${formatCount(step)}`}</span>
    </div>
  )
}

function Charts({ runs }: { runs: readonly ComparedRun[] }) {
  const [smoothing, setSmoothing] = useState(FIRST_SMOOTHING)
  const charts = useMemo(() => compareCharts(runs), [runs])
  if (charts.length === 0) return <p className={text.soft}>None of these runs has reported a value yet.</p>
  return (
    <Section title="Charts" aside={<Smoothing label="Smoothing of the compared charts" value={smoothing} onChange={setSmoothing} />}>
      <Legend runs={runs} />
      <div className={classes.charts}>
        {charts.map((chart) => (
          <CompareChart key={chart.id} chart={chart} runs={runs} smoothing={smoothing} />
        ))}
      </div>
    </Section>
  )
}

function Walls({ runs }: { runs: readonly ComparedRun[] }) {
  return (
    <Section title="Samples of the same seeds">
      <div className={classes.walls}>
        {runs.map((run) => (
          <Wall key={run.id} run={run} />
        ))}
      </div>
    </Section>
  )
}

function Wall({ run: { letter, name, wall } }: { run: ComparedRun }) {
  return (
    <figure className={classes.wall}>
      <figcaption>
        <RunSwatch letter={letter} /> {name}
        <span className={text.soft}>{wall === null ? 'no samples yet' : describeWall(wall)}</span>
      </figcaption>
      {wall && (
        <div className={classes.pictures} role="img" aria-label={`Samples of ${letter}, ${name}, at step ${wall.step}`}>
          {wall.seeds.map((seed, index) => (
            <Picture key={`${seed} ${wall.classes?.[index] ?? ''}`} pictures={wall.pictures} index={index} />
          ))}
        </div>
      )}
    </figure>
  )
}
