// The values of a chart at the hovered step, else that of the shown snapshot, else the latest; updated at most four times per second.
import { useEffect, useState } from 'react'
import { create } from 'zustand'
import { type Columns, type History, nearestRow } from '../../spec/numbers/history.ts'
import { useStore } from '../app/store.ts'
import { pinnedStep } from '../samples/timeline-view.ts'

/** Milliseconds between updates. */
const REDRAW_MS = 250

/** Calls back after changes of the history, at most every `REDRAW_MS`. */
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

interface ChartRow<K extends string> {
  readonly step: number | null
  value(key: K): number | null
}

/** @param columns the history itself or columns derived from it @param sparse whether a missing value is replaced by the last one before it */
export function useChartRow<K extends string>(columns: Columns<K>, history: History, sparse = false): ChartRow<K> {
  const pinned = useStore(pinnedStep)
  const hovered = useHover((state) => state.step) ?? pinned
  const [, setVersion] = useState(0)
  useEffect(() => onHistoryChange(history, () => setVersion((version) => version + 1)), [history])
  const steps = columns.steps()
  const row = hovered === null ? steps.length - 1 : nearestRow(steps, hovered)
  return { step: steps[row] ?? null, value: (key) => valueAt(columns.column(key), row, sparse) }
}

function valueAt(values: Float32Array, row: number, sparse: boolean): number | null {
  const at = sparse ? values.subarray(0, row + 1).findLastIndex((value) => !Number.isNaN(value)) : row
  return values[at] ?? null
}

/** The step under the pointer, shared by all charts. */
export const useHover = create<{ readonly step: number | null }>(() => ({ step: null }))
