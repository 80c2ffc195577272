// The results of measuring this machine: the most important figures, then all of them in tables.
import type { MachineReport } from '../../spec/machine-report.ts'
import { highlightsOf, type ReportTable, summaryOf, tablesOf } from '../../spec/machine-table.ts'
import classes from './measure.module.css'

export function Report({ report }: { report: MachineReport }) {
  return (
    <section className={classes.report} aria-label="What was measured" data-testid="measure-report">
      <p className={classes.place}>{summaryOf(report)}</p>
      <dl className={classes.highlights}>
        {highlightsOf(report).map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {tablesOf(report).map((table) => (
        <Table key={table.title} table={table} />
      ))}
    </section>
  )
}

function Table({ table: { title, head, rows, note } }: { table: ReportTable }) {
  return (
    <div className={classes.table}>
      <table data-kind={head ? 'figures' : 'pairs'}>
        <caption>{title}</caption>
        {head && (
          <thead>
            <tr>
              {head.map((cell, i) =>
                i === 0 && cell === '' ? (
                  <td key="names" />
                ) : (
                  <th key={cell} scope="col">
                    {cell}
                  </th>
                ),
              )}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map(([name = '', ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, i) => (
                <td key={head?.[i + 1] ?? 'value'}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {note && <p>{note}</p>}
    </div>
  )
}
