// Accuracy of the linear probe over the steps of the run, one line per layer.

import { useEffect, useMemo, useRef } from 'react'
import { useStore } from '../app/store.ts'
import chart from '../shared/chart.module.css'
import { formatCount, formatPercent } from '../shared/format.ts'
import text from '../shared/text.module.css'
import { onThemeChange } from '../shared/theme.ts'
import classes from './probe.module.css'
import { DASHES, makeProbePlot, opacityOf } from './probe-plot.ts'
import { type ProbeLines, probeLines } from './probe-table.ts'

export function ProbeChart() {
  const probes = useStore(({ analyses }) => analyses.probes)
  const lines = useMemo(() => probeLines(probes), [probes])
  if (lines === null || lines.layers.length === 0) return null
  if (lines.steps.length < 2)
    return <p className={text.soft}>Measure again at a later step: then a chart here shows how each layer learns.</p>
  return (
    <section className={classes.chart} aria-labelledby="probe-chart" data-testid="probe-chart">
      <h3 id="probe-chart">Over the steps, as trained</h3>
      <ul className={chart.legend}>
        {lines.layers.map(({ name, accuracies }, i) => (
          <li key={name}>
            <svg viewBox="0 0 24 4" width="24" height="4" aria-hidden="true">
              <path
                d="M0 2h24"
                stroke="var(--series-d)"
                strokeWidth="3"
                strokeDasharray={DASHES[i % DASHES.length]?.join(' ')}
                opacity={opacityOf(i, lines.layers.length)}
              />
            </svg>
            {name} <b>{formatPercent(accuracies.at(-1) ?? null)}</b>
          </li>
        ))}
        <li>
          <svg viewBox="0 0 24 4" width="24" height="4" aria-hidden="true">
            <path d="M0 2h24" stroke="var(--ink-soft)" strokeWidth="1.5" strokeDasharray="6 4" />
          </svg>
          always the commonest class <b>{formatPercent(lines.chance)}</b>
        </li>
      </ul>
      <Canvas lines={lines} />
      <Values lines={lines} />
    </section>
  )
}

function Canvas({ lines }: { lines: ProbeLines }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = box.current
    if (element === null) return
    const plot = makeProbePlot(element, lines, element.clientWidth)
    const size = new ResizeObserver(([entry]) => plot.resize(Math.floor(entry?.contentRect.width ?? 0)))
    size.observe(element)
    const stop = onThemeChange(plot.repaint)
    return () => {
      stop()
      size.disconnect()
      plot.destroy()
    }
  }, [lines])
  return <div ref={box} className={chart.canvas} aria-hidden="true" />
}

function Values({ lines: { steps, layers } }: { lines: ProbeLines }) {
  return (
    <details className={chart.values}>
      <summary>
        Show values<span className="visually-hidden"> of the linear probe over the steps</span>
      </summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Step</th>
            {layers.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step, i) => (
            <tr key={step}>
              <th scope="row">{formatCount(step)}</th>
              {layers.map(({ name, accuracies }) => (
                <td key={name}>{formatPercent(accuracies[i])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
