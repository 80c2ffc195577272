// A chart with its legend, which shows the values at the hovered step, else that of the shown snapshot, else the latest. A click shows the
// snapshot nearest to its step.

import { useEffect, useId, useRef } from 'react'
import type { ChartSpec } from '../../spec/numbers/chart-table.ts'
import type { Columns } from '../../spec/numbers/history.ts'
import { useActions, useHistory } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { pinnedStep } from '../samples/timeline-view.ts'
import chart from '../shared/chart.module.css'
import { formatCount } from '../shared/format.ts'
import { NetworkLetters } from '../shared/network-letters.tsx'
import { onThemeChange } from '../shared/theme.ts'
import { watchVisible } from '../shared/watch-visible.ts'
import { CHART_HELP_MARKS, CHART_MARKS } from '../terms/marks.ts'
import { Terms } from '../terms/terms-in-text.tsx'
import { ChartValues } from './chart-values.tsx'
import classes from './charts-panel.module.css'
import type { Drawing } from './drawing.ts'
import { makePlot, type Plot } from './plot.ts'
import { readingOf } from './reading.ts'
import { onHistoryChange, useChartRow } from './use-chart-row.ts'

interface ChartProps<K extends string> {
  /** Must keep its identity: a change rebuilds the chart. */
  readonly spec: ChartSpec<K>
  readonly columns: Columns<K>
  /** The columns as drawn (smoothed), if they differ from the measured ones. */
  readonly drawn?: Columns<K>
  /** Returns what to draw now. Called on every report, and at once when the function changes. */
  readonly read: () => Drawing
}

export function Chart<K extends string>({ spec, columns, drawn = columns, read }: ChartProps<K>) {
  const id = useId()
  const history = useHistory()
  const row = useChartRow(drawn, history, spec.sparse)
  return (
    <section className={classes.chart} aria-labelledby={id} data-testid={`chart-${spec.id}`}>
      <header className={classes.header}>
        <h3 id={id}>
          <Terms mark={CHART_MARKS[spec.id]}>{spec.title}</Terms>
        </h3>
        <ul className={chart.legend}>
          {spec.lines.map((line) => (
            <li key={line.key}>
              <svg className={classes.swatch} viewBox="0 0 16 4" aria-hidden="true">
                <path d="M0 2h16" stroke={`var(--${line.colour})`} strokeWidth="3" strokeDasharray={line.dashed ? '5 3' : undefined} />
              </svg>
              <span>
                <NetworkLetters>{line.label}</NetworkLetters>
              </span>{' '}
              <b>{readingOf(spec.unit, line, row.value)}</b>
            </li>
          ))}
          {spec.dots && row.step !== null && <li>at step {formatCount(row.step)}</li>}
        </ul>
      </header>
      <p className={classes.help}>
        <Terms mark={CHART_HELP_MARKS[spec.id]}>{spec.help}</Terms>
      </p>
      <Canvas spec={spec} read={read} />
      {row.step !== null && <ChartValues spec={spec} columns={columns} />}
    </section>
  )
}

function Canvas<K extends string>({ spec, read }: Pick<ChartProps<K>, 'spec' | 'read'>) {
  const history = useHistory()
  const box = useRef<HTMLDivElement>(null)
  const { pinNearest } = useActions()
  const pinned = useStore(pinnedStep)
  const readNow = useRef(read)
  const pinnedNow = useRef(pinned)
  const redraw = useRef<() => void>(() => {})

  useEffect(() => {
    if (box.current === null) return
    const element = box.current
    let plot: Plot | null = null
    let visible = false
    const update = () => {
      if (visible) plot?.update(readNow.current(), pinnedNow.current)
    }
    redraw.current = update
    // The observer provides the width without forcing a layout.
    const size = new ResizeObserver(([entry]) => {
      const width = Math.max(120, Math.floor(entry?.contentRect.width ?? 0))
      if (plot) return plot.resize(width)
      plot = makePlot(element, spec, width, pinNearest)
      update()
    })
    size.observe(element)
    const stops = [
      watchVisible(element, (now) => {
        visible = now
        update()
      }),
      onHistoryChange(history, update),
      onThemeChange(() => plot?.repaint()),
    ]
    return () => {
      for (const stop of stops) stop()
      size.disconnect()
      plot?.destroy()
    }
  }, [history, spec, pinNearest])

  useEffect(() => {
    readNow.current = read
    pinnedNow.current = pinned
    redraw.current()
  }, [read, pinned])

  return <div ref={box} className={chart.canvas} aria-hidden="true" />
}

interface ReadingStepProps<K extends string> {
  readonly columns: Columns<K>
  readonly smoothing: number
}

/** The step of the displayed values, and whether they are smoothed. */
export function ReadingStep<K extends string>({ columns, smoothing }: ReadingStepProps<K>) {
  const history = useHistory()
  const { step } = useChartRow(columns, history)
  const text = step === null ? 'no values yet' : `at step ${formatCount(step)}${smoothing > 0 ? ', smoothed' : ''}`
  return <span className={classes.reading}>{text}</span>
}
