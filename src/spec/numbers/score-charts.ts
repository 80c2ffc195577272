// Scores as columns for the charts, and the table of the score charts.
import { SCORE_VALUES, type ScoreReport } from '../scores.ts'
import { counted } from '../words.ts'
import { type ChartSpec, line } from './chart-table.ts'
import type { Columns } from './history.ts'

export type ScoreKey = 'kid' | 'kidStderr' | 'fid' | 'fidFloor' | 'precision' | 'recall' | 'classAccuracy' | 'classAccuracyReal'

/** The value of each column, and whether values at different image counts are comparable. */
const COLUMNS: Readonly<Record<ScoreKey, { of: (report: ScoreReport) => number | null; anyCount: boolean }>> = {
  kid: { of: ({ kid }) => kid, anyCount: true },
  kidStderr: { of: ({ kidStderr }) => kidStderr, anyCount: true },
  fid: { of: ({ fid }) => fid, anyCount: false },
  fidFloor: { of: ({ fidFloorAtCounts }) => fidFloorAtCounts, anyCount: false },
  precision: { of: ({ precision }) => precision, anyCount: false },
  recall: { of: ({ recall }) => recall, anyCount: false },
  classAccuracy: { of: ({ classAccuracy }) => classAccuracy, anyCount: false },
  classAccuracyReal: { of: ({ classAccuracyReal }) => classAccuracyReal, anyCount: false },
}

/** Values that are not comparable with the latest score, or with another one, are NaN. */
export function scoreColumns(reports: readonly ScoreReport[], other = reports.at(-1)): Columns<ScoreKey> {
  const steps = Float64Array.from(reports, ({ step }) => step)
  const column = (key: ScoreKey) => {
    const { of, anyCount } = COLUMNS[key]
    return Float32Array.from(reports, (report) => (anyCount || isAlike(report, other) ? (of(report) ?? Number.NaN) : Number.NaN))
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

export interface ScoreChartSpec extends ChartSpec<ScoreKey> {
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
      lines: [{ ...line<ScoreKey>('kid', 'samples', 'series-g'), error: 'kidStderr' }],
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
        line<ScoreKey>('fid', 'samples', 'series-g'),
        ...(limits.fid ? [line<ScoreKey>('fidFloor', 'perfect', 'series-d', true)] : []),
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
      lines: [line<ScoreKey>('precision', 'precision', 'series-g'), line<ScoreKey>('recall', 'recall', 'series-d', true)],
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
        line<ScoreKey>('classAccuracy', 'samples', 'series-g'),
        ...(limits.accuracy ? [line<ScoreKey>('classAccuracyReal', 'real images', 'series-d', true)] : []),
      ],
    },
  ]
}

/** Whether the chart has any value: with few images a distance cannot be computed. */
export function hasValues({ lines }: ScoreChartSpec, columns: Columns<ScoreKey>): boolean {
  return lines.some(({ key }) => columns.column(key).some(Number.isFinite))
}
