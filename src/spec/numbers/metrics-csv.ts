// The metrics as CSV: one row for each step that was reported or scored. Columns are named like the statistics of the reports and
// the fields of the scores (src/spec/scores.ts); values of a step are means since the previous report. The first row also records what is needed
// to reproduce the run: the images and the initial settings, named as in config.json. Later changes of settings are at their step.
import { FIELD_NAMES } from '../config.ts'
import { csvOf } from '../csv.ts'
import { NUMBER_KEYS, type ScoreReport } from '../scores.ts'
import type { RunNumbers } from './run-numbers.ts'

/** Without `fidFloor`, which is measured on fewer images than the distances; `fidFloorAtCounts` is comparable to them. */
const SCORE_KEYS = NUMBER_KEYS.filter((key) => key !== 'fidFloor')

/** Each score records its network and image counts, since others are not comparable. */
const SCORE_COLUMNS: Readonly<Record<string, (report: ScoreReport) => string>> = {
  network: ({ network }) => network,
  'counts.real': ({ counts }) => String(counts.real),
  'counts.fake': ({ counts }) => String(counts.fake),
  ...Object.fromEntries(SCORE_KEYS.map((key) => [key, (report: ScoreReport) => cell(report[key])])),
  'similarity.fake': ({ similarity }) => cell(similarity?.fake),
  'similarity.real': ({ similarity }) => cell(similarity?.real),
  'memorisation.copiedShare': ({ memorisation }) => cell(memorisation?.copiedShare),
  'memorisation.expectedShare': ({ memorisation }) => cell(memorisation?.expectedShare),
  'memorisation.distanceRatio': ({ memorisation }) => cell(memorisation?.distanceRatio),
  'perClass.lowestAccuracy': ({ perClass }) => cell(lowest(perClass, 'accuracy')),
  'perClass.lowestDiversity': ({ perClass }) => cell(lowest(perClass, 'diversity')),
}

/** Of the classes that have one; null where none has. */
function lowest(perClass: ScoreReport['perClass'], key: 'accuracy' | 'diversity'): number | null {
  const values = (perClass ?? []).map((one) => one[key]).filter((value) => value !== null)
  return values.length > 0 ? Math.min(...values) : null
}

const RUN_COLUMNS = ['data', ...FIELD_NAMES.map((name) => `config.${name}`)]

/** What is needed to reproduce a run. */
function runCells({ images, config }: RunNumbers): readonly string[] {
  return [images, ...FIELD_NAMES.map((name) => (config ? String(config[name]) : ''))]
}

export function metricsCsv(numbers: RunNumbers): string {
  const { history, scores } = numbers
  const rowOf = new Map(Array.from(history.steps(), (step, row) => [step, row]))
  const scoreOf = new Map(scores.map((report) => [report.step, report]))
  const steps = [...new Set([...rowOf.keys(), ...scoreOf.keys(), ...history.markers.map(({ step }) => step)])].sort(
    (one, other) => one - other,
  )
  const series = history.names.map((name) => history.column(name))
  const rows = steps.map((step, i) => {
    const row = rowOf.get(step)
    const report = scoreOf.get(step)
    return [
      String(step),
      ...series.map((values) => (row === undefined ? '' : cell(shortSingle(values[row] ?? Number.NaN)))),
      ...Object.values(SCORE_COLUMNS).map((of) => (report ? of(report) : '')),
      changesAt(history, step),
      ...(i === 0 ? runCells(numbers) : RUN_COLUMNS.map(() => '')),
    ]
  })
  return csvOf([['step', ...history.names, ...Object.keys(SCORE_COLUMNS), 'changed', ...RUN_COLUMNS], ...rows])
}

function changesAt({ markers }: RunNumbers['history'], step: number): string {
  return markers.flatMap((marker) => (marker.step === step ? marker.label : [])).join('; ')
}

/** Empty for a missing number. */
function cell(value: number | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(value) ? '' : String(value)
}

/** Significant digits that represent every single-precision number exactly. */
const SINGLE_DIGITS = 9

/** The shortest number that is the same in single precision: 0.1, not 0.10000000149. */
export function shortSingle(value: number): number {
  for (let digits = 1; digits <= SINGLE_DIGITS; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return short
  }
  return value
}
