// The values of a chart as a table, as a text alternative.
import { useEffect, useState } from 'react'
import type { ChartSpec } from '../../spec/numbers/chart-table.ts'
import type { Columns } from '../../spec/numbers/history.ts'
import { useHistory } from '../app/page-context.ts'
import chart from '../shared/chart.module.css'
import { formatCount } from '../shared/format.ts'
import { NetworkLetters } from '../shared/network-letters.tsx'
import { readingOf } from './reading.ts'
import { onHistoryChange } from './use-chart-row.ts'

/** Rows of the table, evenly spaced over the run; the last one is the latest. */
const ROWS = 10

interface ChartValuesProps<K extends string> {
  readonly spec: ChartSpec<K>
  readonly columns: Columns<K>
}

export function ChartValues<K extends string>({ spec, columns }: ChartValuesProps<K>) {
  const [open, setOpen] = useState(false)
  return (
    <details className={chart.values} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        Show values{spec.dots ? '' : ' as they were measured'}
        <span className="visually-hidden"> of {spec.title}</span>
      </summary>
      {open && <Table spec={spec} columns={columns} />}
    </details>
  )
}

function Table<K extends string>({ spec, columns }: ChartValuesProps<K>) {
  const history = useHistory()
  const [, setVersion] = useState(0)
  useEffect(() => onHistoryChange(history, () => setVersion((version) => version + 1)), [history])
  const steps = columns.steps()
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Step</th>
          {spec.lines.map(({ key, label }) => (
            <th key={key} scope="col">
              <NetworkLetters>{label}</NetworkLetters>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {evenlySpacedRows(columns.length).map((row) => (
          <tr key={row}>
            <th scope="row">{formatCount(steps[row] ?? 0)}</th>
            {spec.lines.map((line) => (
              <td key={line.key}>{readingOf(spec.unit, line, (key) => columns.column(key)[row] ?? null)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function evenlySpacedRows(length: number): number[] {
  const count = Math.min(ROWS, length)
  return Array.from({ length: count }, (_, i) => (count === 1 ? 0 : Math.round((i * (length - 1)) / (count - 1))))
}
