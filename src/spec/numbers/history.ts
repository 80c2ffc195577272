// All reports of a run as columns of numbers, outside React. The charts subscribe.
import type { StepReport } from '../report.ts'
import type { Marker } from './markers.ts'

/** Rows of numbers, one per step; a missing value is NaN. */
export interface Columns<K extends string> {
  /** Number of rows. */
  readonly length: number
  /** A view; valid until the next change. */
  steps(): Float64Array
  column(key: K): Float32Array
}

export interface History extends Columns<string> {
  /** The statistics that were reported so far: each is a column. A new list only when one is added or all are dropped. */
  readonly names: readonly string[]
  readonly markers: readonly Marker[]
  push(report: StepReport): void
  mark(marker: Marker): void
  /** Replaces everything with what is known of a run that was kept. */
  load(reports: readonly StepReport[], markers: readonly Marker[]): void
  /** Drops the rows after this step, when the run returned to it. */
  cutAfter(step: number): void
  clear(): void
  subscribe(listener: () => void): () => void
}

const FIRST_CAPACITY = 1024
/**
 * Ten hours at four reports per second are 144,000 rows. When this limit is reached every second row is dropped, and from then on every
 * second report is kept, so that memory stays bounded and the whole run stays visible.
 */
const MAX_ROWS = 65_536

export function makeHistory(maxRows = MAX_ROWS): History {
  let capacity = Math.min(FIRST_CAPACITY, maxRows)
  let length = 0
  let pushed = 0
  /** Every `stride`-th report is kept. */
  let stride = 1
  let markers: Marker[] = []
  let steps = new Float64Array(capacity)
  const columns = new Map<string, Float32Array>()
  let names: readonly string[] = []
  const listeners = new Set<() => void>()
  const notify = () => {
    for (const listener of listeners) listener()
  }
  const empty = () => new Float32Array(capacity).fill(Number.NaN)
  const column = (key: string) => columns.get(key) ?? empty()

  function grow() {
    capacity = Math.min(capacity * 2, maxRows)
    const longer = new Float64Array(capacity)
    longer.set(steps)
    steps = longer
    for (const [key, shorter] of columns) {
      const values = empty()
      values.set(shorter)
      columns.set(key, values)
    }
  }

  function thin() {
    const kept = Math.ceil(length / 2)
    for (const values of [steps, ...columns.values()]) for (let i = 0; i < kept; i++) values[i] = values[2 * i] ?? Number.NaN
    length = kept
    stride *= 2
  }

  /** False where the report is not newer than the last one. */
  function add(report: StepReport): boolean {
    if (length > 0 && report.step <= (steps[length - 1] ?? 0)) return false
    if (length > 0 && (pushed - 1) % stride !== 0) length-- // the last row only showed the latest values and lies between two kept rows
    if (length === maxRows) thin()
    if (length === capacity) grow()
    steps[length] = report.step
    for (const name of Object.keys(report.statistics)) {
      if (columns.has(name)) continue
      columns.set(name, empty())
      names = [...columns.keys()]
    }
    for (const [name, values] of columns) values[length] = report.statistics[name] ?? Number.NaN
    length++
    pushed++
    return true
  }

  function reset() {
    length = 0
    pushed = 0
    stride = 1
    columns.clear()
    names = []
    markers = []
  }

  return {
    get length() {
      return length
    },
    get names() {
      return names
    },
    get markers() {
      return markers
    },
    steps: () => steps.subarray(0, length),
    column: (key) => column(key).subarray(0, length),
    push(report) {
      if (add(report)) notify()
    },
    mark(marker) {
      markers = [...markers, marker]
      notify()
    },
    cutAfter(step) {
      while (length > 0 && (steps[length - 1] ?? 0) > step) length--
      pushed = length === 0 ? 0 : (length - 1) * stride + 1 // the last remaining row is a kept one
      markers = markers.filter((marker) => marker.step <= step)
      notify()
    },
    load(reports, known) {
      reset()
      for (const report of reports) add(report)
      markers = [...known]
      notify()
    },
    clear() {
      reset()
      notify()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Row whose step is nearest to `step`; -1 if there are no rows. */
export function nearestRow(steps: Float64Array, step: number): number {
  let low = 0
  let high = steps.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((steps[middle] ?? 0) < step) low = middle + 1
    else high = middle
  }
  const before = steps[low - 1]
  const at = steps[low]
  return before !== undefined && at !== undefined && step - before < at - step ? low - 1 : high
}
