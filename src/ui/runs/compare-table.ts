// The comparison of runs as tables: what they are, the settings that differ, their scores, and the last values of the charts for screen readers.
import { isUsed } from '../../spec/config.ts'
import { FIELDS } from '../../spec/fields.ts'
import { chartsOf } from '../../spec/numbers/chart-table.ts'
import { scoreName } from '../../spec/numbers/score-charts.ts'
import { PRESETS } from '../../spec/presets.ts'
import type { ScoreReport } from '../../spec/scores.ts'
import { formatKid } from '../scores/describe-scores.ts'
import { countOf, formatCount, formatDistance, formatDuration, formatPercent, NOTHING } from '../shared/format.ts'
import { readingOf } from '../train/reading.ts'
import { presetLike } from '../train/settings-slice.ts'
import { type ComparedRun, commonNetwork, scoresBy } from './compared.ts'
import { differingFields, settingValue } from './settings-diff.ts'

export interface CompareRow {
  readonly label: string
  /** One for each run. */
  readonly cells: readonly string[]
}

export interface RowGroup {
  readonly title: string
  readonly rows: readonly CompareRow[]
}

export function compareTable(runs: readonly ComparedRun[]): readonly RowGroup[] {
  const groups = [
    { title: 'Run', rows: aboutRows(runs) },
    { title: 'Settings that differ', rows: settingRows(runs) },
    { title: 'Scores', rows: scoreRows(runs) },
  ]
  return groups.filter(({ rows }) => rows.length > 0)
}

type Cell = (run: ComparedRun) => string
const row = (label: string, runs: readonly ComparedRun[], cell: Cell): CompareRow => ({ label, cells: runs.map(cell) })

function aboutRows(runs: readonly ComparedRun[]): readonly CompareRow[] {
  return [
    row('Preset', runs, ({ config }) => PRESETS[presetLike(config)].label),
    row('Seed', runs, ({ config }) => settingValue('seed', config)),
    row('Images', runs, ({ images }) => images),
    row('Steps', runs, ({ step }) => formatCount(step)),
    row('Time trained', runs, ({ elapsedSeconds }) => formatDuration(elapsedSeconds)),
  ]
}

function settingRows(runs: readonly ComparedRun[]): readonly CompareRow[] {
  const fields = differingFields(runs.map(({ config }) => config))
  return fields.map((name) => row(FIELDS[name].label, runs, ({ config }) => (isUsed(name, config) ? settingValue(name, config) : NOTHING)))
}

function scoreRows(runs: readonly ComparedRun[]): readonly CompareRow[] {
  const network = commonNetwork(runs)
  return [...(network === null ? [] : distanceRows(runs, network)), ...probeRows(runs)]
}

function distanceRows(runs: readonly ComparedRun[], network: string): readonly CompareRow[] {
  const ofLast = (cell: (report: ScoreReport) => string): Cell => {
    return (run) => {
      const last = scoresBy(network, run).at(-1)
      return last === undefined ? NOTHING : cell(last)
    }
  }
  return [
    row(
      `${scoreName('KID', network)} ± standard error`,
      runs,
      ofLast((report) => `${formatKid(report)} at step ${formatCount(report.step)}`),
    ),
    row(`Lowest ${scoreName('KID', network)}`, runs, (run) => lowestKid(scoresBy(network, run))),
    row(scoreName('FID', network), runs, ofLast(describeFid)),
    row(
      'Precision',
      runs,
      ofLast(({ precision }) => formatPercent(precision)),
    ),
    row(
      'Recall',
      runs,
      ofLast(({ recall }) => formatPercent(recall)),
    ),
  ]
}

function lowestKid(reports: readonly ScoreReport[]): string {
  const [first, ...others] = reports.filter(({ kid }) => kid !== null)
  if (first === undefined) return NOTHING
  const lowest = others.reduce((one, other) => ((other.kid ?? 0) < (one.kid ?? 0) ? other : one), first)
  return `${formatKid(lowest)} at step ${formatCount(lowest.step)}`
}

/** FIDs are comparable only at the same number of images. */
function describeFid({ fid, counts }: ScoreReport): string {
  return fid === null ? NOTHING : `${formatDistance(fid)} of ${countOf(Math.min(counts.real, counts.fake), 'image')}`
}

function probeRows(runs: readonly ComparedRun[]): readonly CompareRow[] {
  if (runs.every(({ probe }) => probe === null)) return []
  return [
    row('Linear probe, best layer', runs, ({ probe }) => {
      if (probe === null) return NOTHING
      const { accuracy, low, high, layer, step } = probe
      return `${formatPercent(accuracy)} (${formatPercent(low)} to ${formatPercent(high)}), ${layer}, at step ${formatCount(step)}`
    }),
  ]
}

/** The last values of all live charts. */
export function lastValueRows(runs: readonly ComparedRun[]): readonly CompareRow[] {
  const names = [...new Set(runs.flatMap(({ series }) => series.names))]
  return chartsOf(names).flatMap(({ title, lines, unit }) =>
    lines.map((line) => row(`${title}: ${line.label}`, runs, ({ series }) => readingOf(unit, line, (key) => lastOf(series.column(key))))),
  )
}

/** The last value that was reported: some are not at every step. */
function lastOf(values: Float32Array): number | null {
  const at = values.findLastIndex((value) => !Number.isNaN(value))
  return values[at] ?? null
}
