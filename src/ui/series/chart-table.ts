// The charts, as one table: which series, how they are drawn and called.
import { formatPercent, formatValue } from '../text/format.ts'
import type { SeriesKey } from './history.ts'

export interface ChartLine {
  readonly key: SeriesKey
  readonly label: string
  /** The discriminator and real images in one hue, the generator and fakes in the other. */
  readonly colour: 'series-d' | 'series-g'
  readonly dashed: boolean
}

export interface ChartSpec {
  readonly id: string
  readonly title: string
  /** What the chart tells, for those who see it for the first time or do not see it. */
  readonly why: string
  readonly lines: readonly ChartLine[]
  readonly unit: 'value' | 'percent'
}

const line = (key: SeriesKey, label: string, colour: ChartLine['colour'], dashed = false): ChartLine => ({ key, label, colour, dashed })

export const CHARTS: readonly ChartSpec[] = [
  {
    id: 'losses',
    title: 'Losses',
    why: 'Both should wander, neither should run away or fall to zero.',
    unit: 'value',
    lines: [line('lossD', 'D', 'series-d'), line('lossG', 'G', 'series-g')],
  },
  {
    id: 'loss-parts',
    title: 'Parts of the losses',
    why: 'The game between the two, and the rotation task beside it.',
    unit: 'value',
    lines: [
      line('lossDAdversarial', 'D game', 'series-d'),
      line('lossDRotation', 'D rotation', 'series-d', true),
      line('lossGAdversarial', 'G game', 'series-g'),
      line('lossGRotation', 'G rotation', 'series-g', true),
    ],
  },
  {
    id: 'verdicts',
    title: 'Mean verdict of D',
    why: 'Higher means “real”. The further apart the lines, the easier D tells fakes.',
    unit: 'value',
    lines: [line('dReal', 'on real', 'series-d'), line('dFake', 'on fake', 'series-g')],
  },
  {
    id: 'rotation',
    title: 'Quarter turns told right',
    why: 'Blind guessing gets 25 %, the dashed line.',
    unit: 'percent',
    lines: [line('rotationAccuracyReal', 'on real', 'series-d'), line('rotationAccuracyFake', 'on fake', 'series-g')],
  },
]

/** Share of turns that blind guessing tells right. */
export const CHANCE = 0.25

export function formatOf(unit: ChartSpec['unit']): (value: number | null) => string {
  return unit === 'percent' ? formatPercent : formatValue
}
