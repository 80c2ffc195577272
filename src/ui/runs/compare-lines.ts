// The charts of the comparison: one for each line of the live charts and of the score charts, with one curve a run over a common step axis.
import uPlot from 'uplot'
import { type ChartSpec, chartsOf } from '../../spec/numbers/chart-table.ts'
import { decimate } from '../../spec/numbers/decimate.ts'
import type { Columns } from '../../spec/numbers/history.ts'
import { type ScoreChartSpec, scoreCharts, scoreColumns } from '../../spec/numbers/score-charts.ts'
import { smooth } from '../../spec/numbers/smooth.ts'
import type { ScoreReport } from '../../spec/scores.ts'
import { type ComparedRun, commonNetwork, type Letter, scoresBy } from './compared.ts'

/** One chart: the same value of every run. */
export interface CompareChart {
  readonly id: string
  readonly title: string
  readonly unit: ChartSpec<string>['unit']
  /** Separate dots with error bars; else a line that can be smoothed. */
  readonly dots: boolean
  readonly level: number | null
  readonly curves: readonly Curve[]
}

/** The values of one run. */
export interface Curve {
  readonly letter: Letter
  readonly steps: Float64Array
  readonly values: Float32Array
  /** Standard errors; null where there are none. */
  readonly errors: Float32Array | null
}

/** Every chart with a value in at least one of the runs. */
export function compareCharts(runs: readonly ComparedRun[]): readonly CompareChart[] {
  const names = [...new Set(runs.flatMap(({ series }) => series.names))]
  const live = chartsOf(names).flatMap((spec) => chartsOfSpec(spec, runs, ({ series }) => series))
  return [...live, ...scoreChartsOf(runs)].filter(({ curves }) => curves.some(({ values }) => values.some(Number.isFinite)))
}

function chartsOfSpec<K extends string>(
  { id, title, unit, dots, level, lines }: ChartSpec<K>,
  runs: readonly ComparedRun[],
  columnsOf: (run: ComparedRun) => Columns<K>,
): readonly CompareChart[] {
  return lines.map(({ key, label, error }) => {
    const curves = runs.map((run): Curve => {
      const columns = columnsOf(run)
      return { letter: run.letter, steps: columns.steps(), values: columns.column(key), errors: error && columns.column(error) }
    })
    const name = lines.length === 1 || dots ? title : `${title}: ${label}`
    return { id: `${id}-${key}`, title: name, unit, dots, level, curves }
  })
}

/** KID, FID, precision, recall and class accuracy, each a chart. All but KID only at the image counts of the first run that has a score. */
function scoreChartsOf(runs: readonly ComparedRun[]): readonly CompareChart[] {
  const network = commonNetwork(runs)
  if (network === null) return []
  const like = runs.map((run) => scoresBy(network, run).at(-1)).find((report) => report !== undefined)
  return scoreCharts(network, 0).flatMap((spec) =>
    singleLines(spec).flatMap((single) => chartsOfSpec(single, runs, (run) => columnsLike(scoresBy(network, run), like))),
  )
}

const columnsLike = (reports: readonly ScoreReport[], like: ScoreReport | undefined) => scoreColumns(reports, like)

/** Precision and recall share a chart on the page; here each is one of its own. */
function singleLines(spec: ScoreChartSpec): readonly ScoreChartSpec[] {
  if (spec.lines.length === 1) return [spec]
  return spec.lines.map((line) => ({ ...spec, title: `${line.label.charAt(0).toUpperCase()}${line.label.slice(1)}`, lines: [line] }))
}

/** The points of all curves over the union of their steps, as uPlot needs them. @param smoothing 0 to 0.99; dots are never smoothed */
export function pointsOf({ curves, dots }: CompareChart, smoothing: number): uPlot.AlignedData {
  return uPlot.join(
    curves.map(({ steps, values }): uPlot.AlignedData => {
      const { x, series } = decimate(steps, [dots ? values : smooth(values, smoothing)])
      return [x, [...(series[0] ?? [])]]
    }),
  )
}

/** The value at a step, or at the last one; null where the run was not as far. */
export function valueAt(
  { steps, values, errors }: Curve,
  step: number | null,
): { readonly value: number; readonly error: number | null } | null {
  const last = steps.length - 1
  if (last < 0 || (step !== null && step > (steps[last] ?? 0))) return null
  let row = last
  while (row > 0 && step !== null && (steps[row] ?? 0) > step) row--
  while (row > 0 && Number.isNaN(values[row])) row-- // some values are not reported at every step
  const value = values[row]
  return value === undefined || Number.isNaN(value) ? null : { value, error: errors?.[row] ?? null }
}
