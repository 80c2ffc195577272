// A chart of the comparison, with a legend that shows the values of all runs at the step under the pointer, else their last ones.
import { useEffect, useId, useRef } from 'react'
import { create } from 'zustand'
import chart from '../shared/chart.module.css'
import { NetworkLetters } from '../shared/network-letters.tsx'
import { onThemeChange } from '../shared/theme.ts'
import { watchVisible } from '../shared/watch-visible.ts'
import { readingOf } from '../train/reading.ts'
import classes from './compare.module.css'
import { type CompareChart as Chart, type Curve, pointsOf, valueAt } from './compare-lines.ts'
import { makeComparePlot } from './compare-plot.ts'
import type { ComparedRun } from './compared.ts'
import { RunSwatch } from './run-swatch.tsx'

/** The step under the pointer, shared by the charts of the comparison only. */
export const useComparedStep = create<{ readonly step: number | null }>(() => ({ step: null }))
const onHover = (step: number | null) => {
  if (useComparedStep.getState().step !== step) useComparedStep.setState({ step })
}

interface CompareChartProps {
  readonly chart: Chart
  readonly runs: readonly ComparedRun[]
  readonly smoothing: number
}

export function CompareChart({ chart: shown, runs, smoothing }: CompareChartProps) {
  const id = useId()
  const step = useComparedStep((state) => state.step)
  return (
    <section className={classes.chart} aria-labelledby={id} data-testid={`compare-${shown.id}`}>
      <h3 id={id}>
        <NetworkLetters>{shown.title}</NetworkLetters>
      </h3>
      <ul className={chart.legend}>
        {shown.curves.map((curve, i) => (
          <li key={curve.letter}>
            <RunSwatch letter={curve.letter} />
            <span className="visually-hidden">{runs[i]?.name}</span>
            <b>{describeValue(shown, curve, step)}</b>
          </li>
        ))}
      </ul>
      <Canvas chart={shown} smoothing={smoothing} />
    </section>
  )
}

function describeValue({ unit }: Chart, curve: Curve, step: number | null): string {
  const at = valueAt(curve, step)
  const line = { key: 'value', error: at?.error === null ? null : 'error', label: '', colour: 'series-d', dashed: false } as const
  return readingOf(unit, line, (key) => at?.[key] ?? null)
}

function Canvas({ chart: shown, smoothing }: Pick<CompareChartProps, 'chart' | 'smoothing'>) {
  const box = useRef<HTMLDivElement>(null)
  const latest = useRef({ shown, smoothing })
  const redraw = useRef<() => void>(() => {})
  const letters = shown.curves.map(({ letter }) => letter).join()

  // The plot is built anew for other runs only.
  useEffect(() => {
    const element = box.current
    if (element === null) return
    const plot = makeComparePlot(element, latest.current.shown, Math.max(120, element.clientWidth), onHover)
    let visible = false
    redraw.current = () => {
      if (visible) plot.update(latest.current.shown, pointsOf(latest.current.shown, latest.current.smoothing))
    }
    const size = new ResizeObserver(([entry]) => plot.resize(Math.max(120, Math.floor(entry?.contentRect.width ?? 0))))
    size.observe(element)
    const stops = [
      watchVisible(element, (now) => {
        visible = now
        redraw.current()
      }),
      onThemeChange(() => plot.repaint()),
    ]
    return () => {
      for (const stop of stops) stop()
      size.disconnect()
      plot.destroy()
    }
  }, [letters])

  useEffect(() => {
    latest.current = { shown, smoothing }
    redraw.current()
  }, [shown, smoothing])

  return <div ref={box} className={chart.canvas} aria-hidden="true" />
}
