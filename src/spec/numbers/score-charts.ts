// Scores as columns for the charts, and the table of the score charts.
import { type NumberKey, SCORE_VALUES, type ScoreReport } from '../scores.ts'
import { counted } from '../words.ts'
import { type ChartSpec, line } from './chart-table.ts'
import type { Columns } from './history.ts'

/** Whose values are comparable at different image counts. */
const AT_ANY_COUNTS: readonly NumberKey[] = ['kid', 'kidStderr']

/** Values that are not comparable with the latest score, or with another one, are NaN. */
export function scoreColumns(reports: readonly ScoreReport[], other = reports.at(-1)): Columns<NumberKey> {
  const steps = Float64Array.from(reports, ({ step }) => step)
  const column = (key: NumberKey) => {
    const isShown = (report: ScoreReport) => AT_ANY_COUNTS.includes(key) || isAlike(report, other)
    return Float32Array.from(reports, (report) => (isShown(report) ? (report[key] ?? Number.NaN) : Number.NaN))
  }
  return { length: reports.length, steps: () => steps, column }
}

/** “FID-MobileNetV2”: never without the network, since numbers of different networks are not comparable. */
export function scoreName(score: 'FID' | 'KID', network: string): string {
  return `${score}-${network}`
}

/** Whether both scores used the same numbers of images and samples. */
function isAlike(one: ScoreReport, other: ScoreReport | undefined): boolean {
  return one.counts.real === other?.counts.real && one.counts.fake === other.counts.fake
}

/** Number of scores at other image counts than the latest. */
export function otherCounts(reports: readonly ScoreReport[]): number {
  const latest = reports.at(-1)
  return reports.filter((report) => !isAlike(report, latest)).length
}

export interface ScoreChartSpec extends ChartSpec<NumberKey> {
  /** Whether the best step is marked by a ring. */
  readonly ringed: boolean
}

/** Of which charts it is known what the best generator would reach: with few images it is not. */
export interface Limits {
  readonly fid: boolean
  readonly accuracy: boolean
}

export function knownLimits(reports: readonly ScoreReport[]): Limits {
  const alike = reports.filter((report) => isAlike(report, reports.at(-1)))
  return {
    fid: alike.some(({ fidFloorAtCounts }) => fidFloorAtCounts !== null),
    accuracy: alike.some(({ classAccuracyReal }) => classAccuracyReal !== null),
  }
}

/** @param others number of scores at other image counts than the latest @param limits which dashed lines are shown; without it none */
export function scoreCharts(network: string, others: number, limits: Limits = { fid: false, accuracy: false }): readonly ScoreChartSpec[] {
  const left = others === 0 ? '' : ` ${counted(others, 'scores')} at other image counts ${others === 1 ? 'is' : 'are'} left out.`
  return [
    {
      id: 'kid',
      title: scoreName('KID', network),
      help: 'Lower is better, zero is as good as real. Bars are one standard error; the ring is the best step.',
      unit: 'distance',
      dots: true,
      ringed: true,
      level: null,
      lines: [{ ...line<NumberKey>('kid', 'samples', 'series-g'), error: 'kidStderr' }],
    },
    {
      id: 'fid',
      title: scoreName('FID', network),
      help: `Lower is better${limits.fid ? ', down to the dashed line: about what a perfect generator would score' : ''}.${left}`,
      unit: 'distance',
      dots: true,
      ringed: true,
      level: null,
      lines: [
        line<NumberKey>('fid', 'samples', 'series-g'),
        ...(limits.fid ? [line<NumberKey>('fidFloorAtCounts', 'perfect', 'series-d', true)] : []),
      ],
    },
    {
      id: 'precision-recall',
      title: 'Precision and recall',
      help: `How many samples look real, and how much of the real variety they cover.${left}`,
      unit: 'percent',
      dots: true,
      ringed: false,
      level: null,
      lines: [line<NumberKey>('precision', 'precision', 'series-g'), line<NumberKey>('recall', 'recall', 'series-d', true)],
    },
    {
      id: 'class-accuracy',
      title: SCORE_VALUES.classAccuracy.label,
      help: `How many samples show the class they were asked for${limits.accuracy ? ', up to the dashed line: what real images reach' : ''}.${left}`,
      unit: 'percent',
      dots: true,
      ringed: false,
      level: null,
      lines: [
        line<NumberKey>('classAccuracy', 'samples', 'series-g'),
        ...(limits.accuracy ? [line<NumberKey>('classAccuracyReal', 'real images', 'series-d', true)] : []),
      ],
    },
  ]
}

/** Whether the chart has any value: with few images a distance cannot be computed. */
export function hasValues({ lines }: ScoreChartSpec, columns: Columns<NumberKey>): boolean {
  return lines.some(({ key }) => columns.column(key).some(Number.isFinite))
}

/** The charts of the scores of a run that have a value. @param columns of the same reports */
export function scoreChartsOf(reports: readonly ScoreReport[], columns: Columns<NumberKey>): readonly ScoreChartSpec[] {
  const network = reports.at(-1)?.network
  if (network === undefined) return []
  return scoreCharts(network, otherCounts(reports), knownLimits(reports)).filter((spec) => hasValues(spec, columns))
}
