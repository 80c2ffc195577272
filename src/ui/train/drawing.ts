// What a chart draws: points of its lines, error bars, markers and a ring.
import type { ChartLine, ChartSpec } from '../../spec/numbers/chart-table.ts'
import { decimate } from '../../spec/numbers/decimate.ts'
import type { Columns, History } from '../../spec/numbers/history.ts'
import { smoothed } from '../../spec/numbers/smooth.ts'

export interface Drawing {
  readonly steps: Float64Array
  /** Two per line: the raw values, drawn faintly, and the smoothed ones. */
  readonly series: (number | null)[][]
  /** Steps with a marker. */
  readonly verticals: readonly number[]
  /** From one standard error below a value to one above. */
  readonly bars: readonly {
    readonly step: number
    readonly low: number
    readonly high: number
    readonly colour: ChartLine<string>['colour']
  }[]
  /** Lines of the run that this one repeats, as far as this one has come. */
  readonly ghosts: readonly Ghost[]
  /** Around the best score. */
  readonly ring: { readonly step: number; readonly value: number } | null
}

export interface Ghost {
  readonly steps: Float64Array
  readonly values: readonly (number | null)[]
  readonly colour: ChartLine<string>['colour']
}

export const NOTHING_DRAWN: Drawing = { steps: new Float64Array(0), series: [], verticals: [], bars: [], ghosts: [], ring: null }

/** @param repeated the values of the run that this one repeats, or null */
export function drawHistory(
  spec: ChartSpec<string>,
  history: History,
  smoothing: number,
  repeated: Columns<string> | null = null,
): Drawing {
  const raw = spec.lines.map(({ key }) => history.column(key))
  const { column } = smoothed(history, smoothing)
  const lines = spec.lines.map(({ key }) => column(key))
  const faint = smoothing === 0 ? raw.map((values) => values.subarray(0, 0)) : raw
  const { x, series } = decimate(history.steps(), [...faint, ...lines])
  const pairs = raw.flatMap((_, i) => [series[i] ?? [], series[i + raw.length] ?? []])
  return {
    ...NOTHING_DRAWN,
    steps: x,
    series: pairs.map((values) => [...values]),
    verticals: history.markers.map(({ step }) => step),
    ghosts: repeated === null ? [] : ghostsOf(spec, repeated, smoothing, x.at(-1) ?? 0),
  }
}

/** @param until the last step */
function ghostsOf(spec: ChartSpec<string>, repeated: Columns<string>, smoothing: number, until: number): readonly Ghost[] {
  const { steps, column } = smoothed(repeated, smoothing)
  const rows = steps().findLastIndex((step) => step <= until) + 1
  const lines = spec.lines.map(({ key }) => column(key).subarray(0, rows))
  const { x, series } = decimate(steps().subarray(0, rows), lines)
  return spec.lines.map(({ colour }, i) => ({ steps: x, values: series[i] ?? [], colour }))
}

/** Dots at a few steps, on the same step axis as the history. */
export function drawDots<K extends string>(spec: ChartSpec<K>, columns: Columns<K>, ringAt: number | null, history: History): Drawing {
  const own = columns.steps()
  const all = history.steps()
  const before = all.subarray(0, 1).filter((step) => step < (own[0] ?? 0))
  const after = all.subarray(-1).filter((step) => step > (own.at(-1) ?? 0))
  const steps = Float64Array.from([...before, ...own, ...after])
  const gap = before.length
  const pointsOf = (key: K) =>
    Array.from(steps, (_, i) => columns.column(key)[i - gap] ?? null).map((value) => (Number.isNaN(value) ? null : value))
  const series = spec.lines.flatMap(({ key }) => [[], pointsOf(key)])
  const value = ringAt === null ? null : (series[1]?.[steps.indexOf(ringAt)] ?? null)
  return {
    steps,
    series,
    verticals: history.markers.map(({ step }) => step),
    bars: spec.lines.flatMap((line) => barsOf(line, columns)),
    ghosts: [],
    ring: ringAt === null || value === null ? null : { step: ringAt, value },
  }
}

function barsOf<K extends string>({ key, error, colour }: ChartLine<K>, columns: Columns<K>): Drawing['bars'] {
  if (error === null) return []
  const values = columns.column(key)
  const errors = columns.column(error)
  return Array.from(columns.steps(), (step, i) => {
    const value = values[i] ?? Number.NaN
    const spread = errors[i] ?? Number.NaN
    return { step, low: value - spread, high: value + spread, colour }
  }).filter(({ low }) => !Number.isNaN(low))
}
