// Scores as the charts read them: columns of the few there are, and which charts show them.
import type { ScoreReport } from '../../spec/scores.ts'
import { countOf } from '../shared/format.ts'
import { type ChartSpec, line } from '../train/chart-table.ts'
import type { Columns } from '../train/history.ts'
import { scoreName } from './describe-scores.ts'

export type ScoreKey = 'kid' | 'kidStderr' | 'fid' | 'fidFloor' | 'precision' | 'recall'

/** How a column follows from a report, and whether its values compare with those of other numbers of images. */
const COLUMNS: Readonly<Record<ScoreKey, { of: (report: ScoreReport) => number | null; anyCount: boolean }>> = {
  kid: { of: ({ kid }) => kid, anyCount: true },
  kidStderr: { of: ({ kidStderr }) => kidStderr, anyCount: true },
  fid: { of: ({ fid }) => fid, anyCount: false },
  fidFloor: { of: ({ fidFloorAtCounts }) => fidFloorAtCounts, anyCount: false },
  precision: { of: ({ precision }) => precision, anyCount: false },
  recall: { of: ({ recall }) => recall, anyCount: false },
}

/** Only what compares with the latest score stands beside it: the rest is missing. */
export function scoreColumns(reports: readonly ScoreReport[]): Columns<ScoreKey> {
  const latest = reports.at(-1)
  const steps = Float64Array.from(reports, ({ step }) => step)
  const column = (key: ScoreKey) => {
    const { of, anyCount } = COLUMNS[key]
    return Float32Array.from(reports, (report) => (anyCount || isAlike(report, latest) ? (of(report) ?? Number.NaN) : Number.NaN))
  }
  return { length: reports.length, steps: () => steps, column }
}

/** Of as many images, and as many samples. */
function isAlike(one: ScoreReport, other: ScoreReport | undefined): boolean {
  return one.counts.real === other?.counts.real && one.counts.fake === other.counts.fake
}

/** Scores of other numbers of images than the latest. */
export function otherCounts(reports: readonly ScoreReport[]): number {
  const latest = reports.at(-1)
  return reports.filter((report) => !isAlike(report, latest)).length
}

export interface ScoreChartSpec extends ChartSpec<ScoreKey> {
  /** Whether the step that is kept has a ring. */
  readonly ringed: boolean
}

/** Whether it is known what a perfect generator would score: with few images it is not. */
export function hasFloor(reports: readonly ScoreReport[]): boolean {
  const latest = reports.at(-1)
  return reports.some((report) => isAlike(report, latest) && report.fidFloorAtCounts !== null)
}

/** `others` is how many scores are of other numbers of images than the latest; `floor` whether the dashed line of FID is there. */
export function scoreCharts(network: string, others: number, floor: boolean): readonly ScoreChartSpec[] {
  const left = others === 0 ? '' : ` ${countOf(others, 'score')} of other numbers of images ${others === 1 ? 'is' : 'are'} left out.`
  return [
    {
      id: 'kid',
      title: scoreName('KID', network),
      help: 'Lower is better, zero is as good as real. Bars are one standard error; the ring is the best step.',
      unit: 'distance',
      dots: true,
      ringed: true,
      level: null,
      lines: [{ ...line<ScoreKey>('kid', 'samples', 'series-g'), error: 'kidStderr' }],
    },
    {
      id: 'fid',
      title: scoreName('FID', network),
      help: `Lower is better${floor ? ', down to the dashed line: about what a perfect generator would score' : ''}.${left}`,
      unit: 'distance',
      dots: true,
      ringed: true,
      level: null,
      lines: [line<ScoreKey>('fid', 'samples', 'series-g'), ...(floor ? [line<ScoreKey>('fidFloor', 'perfect', 'series-d', true)] : [])],
    },
    {
      id: 'precision-recall',
      title: 'Precision and recall',
      help: `How many samples look real, and how much of the real variety they reach.${left}`,
      unit: 'percent',
      dots: true,
      ringed: false,
      level: null,
      lines: [line<ScoreKey>('precision', 'precision', 'series-g'), line<ScoreKey>('recall', 'recall', 'series-d', true)],
    },
  ]
}

/** Whether a chart has a dot to show: with few images a distance cannot be given. */
export function hasValues({ lines }: ScoreChartSpec, columns: Columns<ScoreKey>): boolean {
  return lines.some(({ key }) => columns.column(key).some(Number.isFinite))
}
