// The numbers of the charts as a table: a row for each step that was reported or scored. Columns are called as the fields of the reports
// (src/spec/report.ts, src/spec/scores.ts); those of a step are means over the steps since the report before.
import { csvOf } from '../../spec/csv.ts'
import type { ScoreReport } from '../../spec/scores.ts'
import { type Columns, SERIES_KEYS, type SeriesKey } from './history.ts'

const SCORE_KEYS = ['fid', 'fidFloorAtCounts', 'kid', 'kidStderr', 'precision', 'recall', 'density', 'coverage'] as const

/** Distances in the features of different networks, or of other numbers of images, do not compare: a score says what it is of. */
const SCORE_COLUMNS: Readonly<Record<string, (report: ScoreReport) => string>> = {
  network: ({ network }) => network,
  'counts.real': ({ counts }) => String(counts.real),
  'counts.fake': ({ counts }) => String(counts.fake),
  ...Object.fromEntries(SCORE_KEYS.map((key) => [key, (report: ScoreReport) => cell(report[key])])),
}

export function metricsTable(history: Columns<SeriesKey>, scores: readonly ScoreReport[]): string {
  const rowOf = new Map(Array.from(history.steps(), (step, row) => [step, row]))
  const scoreOf = new Map(scores.map((report) => [report.step, report]))
  const steps = [...new Set([...rowOf.keys(), ...scoreOf.keys()])].sort((one, other) => one - other)
  const series = SERIES_KEYS.map((key) => history.column(key))
  const rows = steps.map((step) => {
    const row = rowOf.get(step)
    const report = scoreOf.get(step)
    return [
      String(step),
      ...series.map((values) => (row === undefined ? '' : singleCell(values[row]))),
      ...Object.values(SCORE_COLUMNS).map((of) => (report ? of(report) : '')),
    ]
  })
  return csvOf([['step', ...SERIES_KEYS, ...Object.keys(SCORE_COLUMNS)], ...rows])
}

/** Empty where there is no number. */
function cell(value: number | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(value) ? '' : String(value)
}

/** Digits that every single-precision number survives. */
const SINGLE_DIGITS = 9

/** With the fewest digits that give the same single-precision number again: 0.1, not 0.10000000149. */
function singleCell(value: number | undefined): string {
  if (value === undefined) return ''
  for (let digits = 1; digits <= SINGLE_DIGITS; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return cell(short)
  }
  return cell(value)
}
