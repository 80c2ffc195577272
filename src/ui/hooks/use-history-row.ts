// Values of one row of the history: at the hovered step, else the latest. Renders at most a few times a second.
import { useEffect, useState } from 'react'
import { type History, nearestRow, type SeriesKey } from '../series/history.ts'
import { useHover } from '../series/hover.ts'

/** Milliseconds between two looks at new reports: charts and figures need no more. */
export const REDRAW_MS = 250

/** Calls back soon after the history changed, but not more often than every `REDRAW_MS`. */
export function onHistoryChange(history: History, listener: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = history.subscribe(() => {
    timer ??= setTimeout(() => {
      timer = undefined
      listener()
    }, REDRAW_MS)
  })
  return () => {
    stop()
    clearTimeout(timer)
  }
}

export interface HistoryRow {
  readonly step: number | null
  value(key: SeriesKey): number | null
}

export function useHistoryRow(history: History): HistoryRow {
  const hovered = useHover((state) => state.step)
  const [, setVersion] = useState(0)
  useEffect(() => onHistoryChange(history, () => setVersion((version) => version + 1)), [history])
  const steps = history.steps()
  const row = hovered === null ? steps.length - 1 : nearestRow(steps, hovered)
  return { step: steps[row] ?? null, value: (key) => history.column(key)[row] ?? null }
}
