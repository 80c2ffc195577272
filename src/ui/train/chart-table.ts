// The charts, as one table: which series, how they are drawn and called.
import { formatDistance, formatPercent, formatValue } from '../shared/format.ts'

const FORMATS = { value: formatValue, percent: formatPercent, distance: formatDistance } as const

export interface ChartLine<K extends string> {
  readonly key: K
  /** Where its standard error stands, drawn as a bar; null where it has none. */
  readonly error: K | null
  readonly label: string
  /** The discriminator and real images in one hue, the generator and fakes in the other. */
  readonly colour: 'series-d' | 'series-g'
  readonly dashed: boolean
}

type Unit = keyof typeof FORMATS

export interface ChartSpec<K extends string> {
  readonly id: string
  readonly title: string
  /** What the chart tells, for those who see it for the first time or do not see it. */
  readonly why: string
  readonly lines: readonly ChartLine<K>[]
  readonly unit: Unit
  /** Few values with steps between them: each is a dot. */
  readonly dots: boolean
  /** A dashed horizontal to compare with, or null. */
  readonly level: number | null
}

export const line = <K extends string>(key: K, label: string, colour: ChartLine<K>['colour'], dashed = false): ChartLine<K> => {
  return { key, error: null, label, colour, dashed }
}

/** Share of turns that blind guessing tells right. */
const CHANCE = 0.25

export const CHARTS: readonly ChartSpec<string>[] = [
  {
    id: 'losses',
    title: 'Losses',
    why: 'Both should wander, neither should run away or fall to zero.',
    unit: 'value',
    dots: false,
    level: null,
    lines: [line('lossD', 'discriminator (D)', 'series-d'), line('lossG', 'generator (G)', 'series-g')],
  },
  {
    id: 'loss-parts',
    title: 'Parts of the losses',
    why: 'The game between the two, and the rotation task beside it.',
    unit: 'value',
    dots: false,
    level: null,
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
    dots: false,
    level: null,
    lines: [line('dReal', 'on real', 'series-d'), line('dFake', 'on fake', 'series-g')],
  },
  {
    id: 'rotation',
    title: 'Quarter turns told right',
    why: 'Blind guessing gets 25 %, the dashed line.',
    unit: 'percent',
    dots: false,
    level: CHANCE,
    lines: [line('rotationAccuracyReal', 'on real', 'series-d'), line('rotationAccuracyFake', 'on fake', 'series-g')],
  },
]

/** A value as the legend and the table write it, with its standard error where it has one. */
export function readingOf<K extends string>(unit: Unit, { key, error }: ChartLine<K>, at: (key: K) => number | null): string {
  const format: (value: number | null, like?: number | null) => string = FORMATS[unit]
  const spread = error === null ? null : at(error)
  return spread === null || Number.isNaN(spread) ? format(at(key)) : `${format(at(key))} ± ${format(spread, at(key))}`
}
