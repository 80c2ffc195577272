// What the charts of a run show, as numbers: the same charts as on the page, of those that have a value.
import { type ChartLine, type ChartSpec, chartsOf } from './chart-table.ts'
import { decimate, orNull } from './decimate.ts'
import type { Columns } from './history.ts'
import type { RunNumbers } from './run-numbers.ts'
import { scoreChartsOf, scoreColumns } from './score-charts.ts'
import { FIRST_SMOOTHING, smoothed } from './smooth.ts'

export interface DrawnChart {
  readonly spec: Omit<ChartSpec<string>, 'lines'>
  readonly lines: readonly DrawnLine[]
  /** Around the best score. */
  readonly ring: { readonly step: number; readonly value: number } | null
}

export interface DrawnLine {
  readonly line: Pick<ChartLine<string>, 'label' | 'colour' | 'dashed'>
  /** As they were measured, drawn faintly under the smoothed ones; null: only one line is drawn. */
  readonly raw: LinePoints | null
  readonly values: LinePoints
  /** One standard error below and above a value. */
  readonly bars: readonly { readonly step: number; readonly low: number; readonly high: number }[]
}

/** A missing value is null. */
export interface LinePoints {
  readonly steps: ArrayLike<number>
  readonly values: readonly (number | null)[]
}

/** Two in each column of pixels of a wide chart. */
const MAX_POINTS = 1400

export function drawnCharts({ history, scores, best }: RunNumbers): readonly DrawnChart[] {
  const live = chartsOf(history.names).map((spec) => liveChart(spec, history))
  const columns = scoreColumns(scores)
  const scored = scoreChartsOf(scores, columns).map((spec) => dotChart(spec, columns, spec.ringed ? best : null))
  return [...live.filter(({ lines }) => lines.some(({ values }) => values.values.some((value) => value !== null))), ...scored]
}

function liveChart(spec: ChartSpec<string>, history: Columns<string>): DrawnChart {
  const { column } = smoothed(history, FIRST_SMOOTHING)
  const keys = spec.lines.map(({ key }) => key)
  const { x, series } = decimate(history.steps(), [...keys.map((key) => history.column(key)), ...keys.map(column)], MAX_POINTS)
  const pointsOf = (row: number): LinePoints => ({ steps: x, values: series[row] ?? [] })
  return { spec, lines: spec.lines.map((line, i) => ({ line, raw: pointsOf(i), values: pointsOf(i + keys.length), bars: [] })), ring: null }
}

function dotChart<K extends string>(spec: ChartSpec<K>, columns: Columns<K>, best: number | null): DrawnChart {
  const steps = columns.steps()
  const pointsOf = (key: K): LinePoints => ({ steps, values: Array.from(columns.column(key), orNull) })
  const lines = spec.lines.map((line) => ({ line, raw: null, values: pointsOf(line.key), bars: barsOf(line, columns) }))
  const value = best === null ? null : (lines[0]?.values.values[steps.indexOf(best)] ?? null)
  return { spec, lines, ring: best === null || value === null ? null : { step: best, value } }
}

function barsOf<K extends string>({ key, error }: ChartLine<K>, columns: Columns<K>): DrawnLine['bars'] {
  if (error === null) return []
  const [values, errors] = [columns.column(key), columns.column(error)]
  return Array.from(columns.steps(), (step, i) => {
    const [value, spread] = [values[i] ?? Number.NaN, errors[i] ?? Number.NaN]
    return { step, low: value - spread, high: value + spread }
  }).filter(({ low }) => !Number.isNaN(low))
}
