// The table of charts: their series, names and formats. A new chart is a row here.

export interface ChartLine<K extends string> {
  readonly key: K
  /** Column of its standard error, drawn as a bar; null if it has none. */
  readonly error: K | null
  readonly label: string
  /** One hue for the discriminator and real images, another for the generator and fakes. */
  readonly colour: 'series-d' | 'series-g'
  readonly dashed: boolean
}

/** Values as they are, shares of 1, distances of the scores. */
export type Unit = 'value' | 'percent' | 'distance'

export interface ChartSpec<K extends string> {
  readonly id: string
  readonly title: string
  /** One sentence on how to read the chart. */
  readonly help: string
  readonly lines: readonly ChartLine<K>[]
  readonly unit: Unit
  /** Draws separate dots, for values at few steps. */
  readonly dots: boolean
  /** A dashed horizontal reference line, or null. */
  readonly level: number | null
  /** Some runs report it, at some steps only: hidden until there is a value; its lines connect the values over the steps between. */
  readonly sparse?: true
}

export const line = <K extends string>(key: K, label: string, colour: ChartLine<K>['colour'], dashed = false): ChartLine<K> => {
  return { key, error: null, label, colour, dashed }
}

/** Rotation accuracy of guessing: one of four rotations. */
const CHANCE = 0.25

const CHARTS: readonly ChartSpec<string>[] = [
  {
    id: 'losses',
    title: 'Losses',
    help: 'Both should wander, neither should run away or fall to zero.',
    unit: 'value',
    dots: false,
    level: null,
    lines: [line('lossD', 'discriminator (D)', 'series-d'), line('lossG', 'generator (G)', 'series-g')],
  },
  {
    id: 'loss-parts',
    title: 'Parts of the losses',
    help: 'Adversarial and rotation loss of each network.',
    unit: 'value',
    dots: false,
    level: null,
    lines: [
      line('lossDAdversarial', 'D adversarial', 'series-d'),
      line('lossDRotation', 'D rotation', 'series-d', true),
      line('lossGAdversarial', 'G adversarial', 'series-g'),
      line('lossGRotation', 'G rotation', 'series-g', true),
    ],
  },
  {
    id: 'logits',
    title: 'Mean D logit',
    help: 'Higher means “real”. The further apart the lines, the better D separates real from fake.',
    unit: 'value',
    dots: false,
    level: null,
    lines: [line('dReal', 'on real', 'series-d'), line('dFake', 'on fake', 'series-g')],
  },
  {
    id: 'rotation',
    title: 'Rotation accuracy',
    help: 'Chance is 25 %, the dashed line.',
    unit: 'percent',
    dots: false,
    level: CHANCE,
    lines: [line('rotationAccuracyReal', 'on real', 'series-d'), line('rotationAccuracyFake', 'on fake', 'series-g')],
  },
  {
    id: 'conditional-losses',
    title: 'Conditional losses',
    help: 'Of images together with their class, before they are weighted by how much the classes count.',
    unit: 'value',
    dots: false,
    level: null,
    sparse: true,
    lines: [line('lossDConditional', 'D', 'series-d'), line('lossGConditional', 'G', 'series-g')],
  },
  {
    id: 'ramp',
    title: 'How much the classes count',
    help: 'From 0 % to 100 % between the two marks in the settings.',
    unit: 'percent',
    dots: false,
    level: null,
    sparse: true,
    lines: [line('ramp', 'weight', 'series-d')],
  },
  {
    id: 'class-accuracy',
    title: 'Class accuracy of D',
    help: 'How many of the real images whose label training knows D predicts right.',
    unit: 'percent',
    dots: false,
    level: null,
    sparse: true,
    lines: [line('classAccuracyReal', 'on labelled images', 'series-d')],
  },
  {
    id: 'class-loss',
    title: 'Loss of the class predictor',
    help: 'On the same images, before its weight.',
    unit: 'value',
    dots: false,
    level: null,
    sparse: true,
    lines: [line('lossDClass', 'D', 'series-d')],
  },
  {
    id: 'penalty',
    title: 'Gradient penalty',
    help: 'Before its weight. A steady rise means that D becomes steeper around real images.',
    unit: 'value',
    dots: false,
    level: null,
    sparse: true,
    lines: [line('penaltyR1', 'R1', 'series-d')],
  },
]

/** The charts of a run that has reported these statistics. */
export function chartsOf(statistics: readonly string[]): readonly ChartSpec<string>[] {
  return CHARTS.filter(({ sparse, lines }) => !sparse || lines.some(({ key }) => statistics.includes(key)))
}
