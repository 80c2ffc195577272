// A chart with its legend, which is also its reading: the values at the hovered step, else the latest.
import { useEffect, useId, useRef } from 'react'
import { onThemeChange } from '../hooks/theme.ts'
import { onHistoryChange, useHistoryRow } from '../hooks/use-history-row.ts'
import { watchVisible } from '../hooks/watch-visible.ts'
import { type ChartSpec, formatOf } from '../series/chart-table.ts'
import { makePlot, type Plot } from '../series/plot.ts'
import { useSession } from '../session/session-context.ts'
import { formatCount } from '../text/format.ts'
import { ChartValues } from './chart-values.tsx'
import classes from './charts-panel.module.css'

export function Chart({ spec, smoothing }: { spec: ChartSpec; smoothing: number }) {
  const id = useId()
  const { history } = useSession()
  const row = useHistoryRow(history)
  const format = formatOf(spec.unit)
  const empty = row.step === null
  return (
    <section className={classes.chart} aria-labelledby={id} data-testid={`chart-${spec.id}`}>
      <header className={classes.header}>
        <h3 id={id}>{spec.title}</h3>
        <ul className={classes.legend}>
          {spec.lines.map(({ key, label, colour, dashed }) => (
            <li key={key}>
              <svg className={classes.swatch} viewBox="0 0 16 4" aria-hidden="true">
                <path d="M0 2h16" stroke={`var(--${colour})`} strokeWidth="3" strokeDasharray={dashed ? '5 3' : undefined} />
              </svg>
              {label} <b>{format(row.value(key))}</b>
            </li>
          ))}
        </ul>
      </header>
      <p className={classes.why}>{spec.why}</p>
      <Canvas spec={spec} smoothing={smoothing} />
      {!empty && <ChartValues spec={spec} />}
    </section>
  )
}

function Canvas({ spec, smoothing }: { spec: ChartSpec; smoothing: number }) {
  const { history } = useSession()
  const box = useRef<HTMLDivElement>(null)
  const smoothingNow = useRef(smoothing)
  const redraw = useRef<() => void>(() => {})

  useEffect(() => {
    if (box.current === null) return
    const element = box.current
    let plot: Plot | null = null
    let visible = false
    const update = () => {
      if (visible) plot?.update(history, smoothingNow.current)
    }
    redraw.current = update
    // The observer brings the width without making the browser lay the page out in between.
    const size = new ResizeObserver(([entry]) => {
      const width = Math.max(120, Math.floor(entry?.contentRect.width ?? 0))
      if (plot) return plot.resize(width)
      plot = makePlot(element, spec, width)
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
  }, [history, spec])

  useEffect(() => {
    smoothingNow.current = smoothing
    redraw.current()
  }, [smoothing])

  return <div ref={box} className={classes.canvas} aria-hidden="true" />
}

/** The step the readings stand at. */
export function ReadingStep() {
  const { history } = useSession()
  const { step } = useHistoryRow(history)
  return <span className={classes.reading}>{step === null ? 'no values yet' : `at step ${formatCount(step)}`}</span>
}
