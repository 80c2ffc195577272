// The settings of a run, as one table. The type RunConfig, the form on the page, the command line, the URL and validation
// all come from FIELDS: a new setting is one row here and one place that reads it.

interface FieldBase {
  readonly label: string
  /** One line a newcomer understands: what it does and why one would touch it. */
  readonly help: string
  readonly group: FieldGroup
  /** May change while a run goes on. */
  readonly live: boolean
}

export interface NumberField extends FieldBase {
  readonly kind: 'number'
  readonly default: number
  readonly min: number
  readonly max: number
  /** Distance between two values a slider can take; on a log scale only integers are rounded to it. */
  readonly step: number
  readonly scale: 'linear' | 'log'
}

export interface ChoiceField extends FieldBase {
  readonly kind: 'choice'
  readonly default: string | number
  readonly options: readonly { readonly value: string | number; readonly label: string }[]
}

interface ToggleField extends FieldBase {
  readonly kind: 'toggle'
  readonly default: boolean
}

export type Field = NumberField | ChoiceField | ToggleField

/** Headings of the form, in their order. */
export const FIELD_GROUPS = {
  run: 'Run',
  images: 'Images',
  rotation: 'Self-supervision',
  model: 'Model',
  optimiser: 'Optimiser',
  augmentation: 'Augmentation',
  scores: 'Scores',
} as const
export type FieldGroup = keyof typeof FIELD_GROUPS

export const FIELDS = {
  steps: {
    kind: 'number',
    default: 6000,
    min: 1,
    max: 1_000_000,
    step: 1,
    scale: 'log',
    group: 'run',
    live: true,
    label: 'Steps',
    help: 'How long to train. One step is one generator update with its discriminator updates; you can always go on later.',
  },
  seed: {
    kind: 'number',
    default: 1,
    min: 0,
    max: 4_294_967_295,
    step: 1,
    scale: 'linear',
    group: 'run',
    live: false,
    label: 'Seed',
    help: 'Fixes every random choice: the same seed, data and device give the same run, bit for bit.',
  },
  size: {
    kind: 'choice',
    default: 32,
    group: 'images',
    live: false,
    options: [
      { value: 16, label: '16 px' },
      { value: 32, label: '32 px' },
      { value: 64, label: '64 px' },
    ],
    label: 'Image size',
    help: 'Side of the square images. Twice the side costs about four times the work.',
  },
  framing: {
    kind: 'choice',
    default: 'centre',
    group: 'images',
    live: false,
    options: [
      { value: 'centre', label: 'Centre' },
      { value: 'smart', label: 'Smart' },
      { value: 'squash', label: 'Squash' },
    ],
    label: 'Framing',
    help: 'How an oblong picture becomes square: its middle, the square with the most detail, or all of it pressed together. Bars are never added: they would tell which way is up.',
  },
  cropFraction: {
    kind: 'number',
    default: 1,
    min: 0.5,
    max: 1,
    step: 0.05,
    scale: 'linear',
    group: 'images',
    live: false,
    label: 'Kept middle',
    help: 'Share of the frame that is kept. Less cuts off what lies at the rim, such as a date stamp or a watermark.',
  },
  trimBars: {
    kind: 'toggle',
    default: false,
    group: 'images',
    live: false,
    label: 'Trim bars',
    help: 'Cuts off bars of one colour at the sides before framing: they tell which way is up without anything being learnt.',
  },
  background: {
    kind: 'choice',
    default: 'white',
    group: 'images',
    live: false,
    options: [
      { value: 'white', label: 'White' },
      { value: 'grey', label: 'Grey' },
      { value: 'black', label: 'Black' },
    ],
    label: 'Behind transparency',
    help: 'The colour that see-through parts of a picture are laid on.',
  },
  blackLevel: {
    kind: 'number',
    default: 0,
    min: 0,
    max: 254.9,
    step: 0.1,
    scale: 'linear',
    group: 'images',
    live: false,
    label: 'Black level',
    help: 'What is as dark as this, or darker, becomes black; 0 changes nothing. Of 255, as in a picture editor, with fractions for files of 16 bits.',
  },
  whiteLevel: {
    kind: 'number',
    default: 255,
    min: 0.1,
    max: 255,
    step: 0.1,
    scale: 'linear',
    group: 'images',
    live: false,
    label: 'White level',
    help: 'What is as bright as this, or brighter, becomes white; 255 changes nothing. Lower it where all pictures are dark: 12 bits saved as 16 end at 16.',
  },
  batch: {
    kind: 'number',
    default: 32,
    min: 4,
    max: 256,
    step: 4,
    scale: 'linear',
    group: 'run',
    live: false,
    label: 'Batch',
    help: 'Real images per discriminator update. Larger is steadier and slower.',
  },
  alpha: {
    kind: 'number',
    default: 0.2,
    min: 0,
    max: 2,
    step: 0.05,
    scale: 'linear',
    group: 'rotation',
    live: true,
    label: 'Alpha (generator)',
    help: 'How much the generator is asked for pictures whose turn can be told. The paper uses 0.2; 0 turns it off.',
  },
  beta: {
    kind: 'number',
    default: 1,
    min: 0,
    max: 2,
    step: 0.05,
    scale: 'linear',
    group: 'rotation',
    live: true,
    label: 'Beta (discriminator)',
    help: 'How much the discriminator learns from telling quarter turns of real images. The paper uses 1; 0 turns it off.',
  },
  rotatedShare: {
    kind: 'number',
    default: 1,
    min: 0,
    max: 1,
    step: 0.25,
    scale: 'linear',
    group: 'rotation',
    live: false,
    label: 'Rotated share',
    help: 'Part of the batch used for the rotation task: a quarter of it is shown in all four turns. Less is faster; 0 is a plain GAN.',
  },
  adversarial: {
    kind: 'toggle',
    default: true,
    group: 'rotation',
    live: false,
    label: 'Adversarial game',
    help: 'Off: only the rotation task is learnt, as a control experiment. The pictures will not become good.',
  },
  architecture: {
    kind: 'choice',
    default: 'sndcgan',
    group: 'model',
    live: false,
    options: [
      { value: 'sndcgan', label: 'SNDCGAN' },
      { value: 'resnet', label: 'ResNet' },
    ],
    label: 'Architecture',
    help: 'The pair of networks: SNDCGAN is made of plain convolutions, ResNet of residual blocks.',
  },
  width: {
    kind: 'number',
    default: 32,
    min: 4,
    max: 128,
    step: 4,
    scale: 'linear',
    group: 'model',
    live: false,
    label: 'Width',
    help: 'Scales the channels of every layer; the paper has 64. Twice the width costs about four times the work.',
  },
  latent: {
    kind: 'number',
    default: 128,
    min: 2,
    max: 512,
    step: 1,
    scale: 'log',
    group: 'model',
    live: false,
    label: 'Latent size',
    help: 'How many random numbers make one picture.',
  },
  generatorNorm: {
    kind: 'choice',
    default: 'batch',
    group: 'model',
    live: false,
    options: [
      { value: 'batch', label: 'Batch norm' },
      { value: 'self-modulated', label: 'Self-modulated batch norm' },
    ],
    label: 'Generator norm',
    help: 'Self-modulated batch norm lets the latent steer every layer; it often helps a little.',
  },
  spectralNorm: {
    kind: 'toggle',
    default: true,
    group: 'model',
    live: false,
    label: 'Spectral norm',
    help: 'Keeps the discriminator from changing its mind too steeply. Leave it on unless you want to see why it is there.',
  },
  loss: {
    kind: 'choice',
    default: 'hinge',
    group: 'optimiser',
    live: false,
    options: [
      { value: 'hinge', label: 'Hinge' },
      { value: 'non-saturating', label: 'Non-saturating' },
      { value: 'wasserstein', label: 'Wasserstein' },
      { value: 'least-squares', label: 'Least squares' },
      { value: 'relativistic', label: 'Relativistic' },
    ],
    label: 'Loss',
    help: 'How real against fake is scored. Hinge and non-saturating are the safe choices. Relativistic compares each fake picture with a real one; it is meant to be used with a gradient penalty, and its steps take a little longer.',
  },
  penalty: {
    kind: 'choice',
    default: 'none',
    group: 'optimiser',
    live: false,
    options: [
      { value: 'none', label: 'None' },
      { value: 'r1', label: 'R1' },
    ],
    label: 'Gradient penalty',
    help: 'Penalises the slope of the discriminator at real images. R1 is half the mean squared length of the gradient of its score with regard to the image.',
  },
  penaltyWeight: {
    kind: 'number',
    default: 0.1,
    min: 0.001,
    max: 100,
    step: 0.001,
    scale: 'log',
    group: 'optimiser',
    live: true,
    label: 'Penalty weight',
    help: 'How strongly the gradient penalty acts (gamma). Raise it when the discriminator wins; larger images want more.',
  },
  penaltyEvery: {
    kind: 'number',
    default: 16,
    min: 1,
    max: 64,
    step: 1,
    scale: 'log',
    group: 'optimiser',
    live: true,
    label: 'Penalty every … steps',
    help: 'The gradient penalty is computed in every so many steps only, and counts as many times there: nearly the same effect for less time.',
  },
  learningRateD: {
    kind: 'number',
    default: 2e-4,
    min: 1e-6,
    max: 1e-2,
    step: 1e-6,
    scale: 'log',
    group: 'optimiser',
    live: true,
    label: 'Learning rate D',
    help: 'Step length of the discriminator. Lower it when its loss falls to zero and the pictures stall.',
  },
  learningRateG: {
    kind: 'number',
    default: 2e-4,
    min: 1e-6,
    max: 1e-2,
    step: 1e-6,
    scale: 'log',
    group: 'optimiser',
    live: true,
    label: 'Learning rate G',
    help: 'Step length of the generator. Lower it when the pictures flicker from one look to another.',
  },
  adamBeta1: {
    kind: 'number',
    default: 0.5,
    min: 0,
    max: 0.99,
    step: 0.01,
    scale: 'linear',
    group: 'optimiser',
    live: true,
    label: 'Adam beta 1',
    help: 'Memory of the direction. GANs like it low: 0 or 0.5.',
  },
  adamBeta2: {
    kind: 'number',
    default: 0.999,
    min: 0.5,
    max: 0.9999,
    step: 0.0001,
    scale: 'linear',
    group: 'optimiser',
    live: true,
    label: 'Adam beta 2',
    help: 'Memory of the gradient size: 0.9 adapts fast, 0.999 is steady.',
  },
  discriminatorSteps: {
    kind: 'number',
    default: 1,
    min: 1,
    max: 8,
    step: 1,
    scale: 'linear',
    group: 'optimiser',
    live: false,
    label: 'Discriminator steps',
    help: 'Discriminator updates for each generator update. More is slower and steadier.',
  },
  emaDecay: {
    kind: 'number',
    default: 0.999,
    min: 0,
    max: 0.9999,
    step: 0.0001,
    scale: 'linear',
    group: 'optimiser',
    live: true,
    label: 'Averaging (EMA)',
    help: 'Pictures come from a running average of the generator, which is calmer and better. Higher remembers longer; 0 is off.',
  },
  flip: {
    kind: 'toggle',
    default: false,
    group: 'augmentation',
    live: true,
    label: 'Mirror',
    help: 'Show half of the images mirrored. Good for photos and faces, wrong for letters and digits.',
  },
  augmentColor: {
    kind: 'number',
    default: 0,
    min: 0,
    max: 1,
    step: 0.05,
    scale: 'linear',
    group: 'augmentation',
    live: true,
    label: 'Colour',
    help: 'Vary brightness, saturation and contrast of what the discriminator sees (DiffAugment). 1 for a few hundred images.',
  },
  augmentTranslation: {
    kind: 'number',
    default: 0,
    min: 0,
    max: 1,
    step: 0.05,
    scale: 'linear',
    group: 'augmentation',
    live: true,
    label: 'Translation',
    help: 'Shift what the discriminator sees, by up to an eighth of the side (DiffAugment).',
  },
  augmentCutout: {
    kind: 'number',
    default: 0,
    min: 0,
    max: 1,
    step: 0.05,
    scale: 'linear',
    group: 'augmentation',
    live: true,
    label: 'Cutout',
    help: 'Hide a square of what the discriminator sees, up to half the side (DiffAugment).',
  },
  heldOut: {
    kind: 'number',
    default: 0.1,
    min: 0,
    max: 0.5,
    step: 0.05,
    scale: 'linear',
    group: 'scores',
    live: false,
    label: 'Held out',
    help: 'Share of the images that training never sees. Scores need them to tell learning from copying.',
  },
  scoreEvery: {
    kind: 'choice',
    default: 0,
    group: 'scores',
    live: true,
    options: [
      { value: 0, label: 'Off' },
      { value: 100, label: '100' },
      { value: 500, label: '500' },
      { value: 2000, label: '2,000' },
    ],
    label: 'Score every … steps',
    help: 'Training waits while features are computed: seconds, or a minute or two on a slow device. “Score now” works at any time.',
  },
  scoreCount: {
    kind: 'choice',
    default: 1000,
    group: 'scores',
    live: true,
    options: [
      { value: 300, label: '300' },
      { value: 1000, label: '1,000' },
      { value: 2000, label: '2,000' },
      { value: 5000, label: '5,000' },
    ],
    label: 'Images to score',
    help: 'Samples and real images compared, of each as many. More is more exact and slower; only scores of equal counts compare.',
  },
} as const satisfies Record<string, Field>

export type FieldName = keyof typeof FIELDS

type ValueOf<F extends Field> = F extends NumberField
  ? number
  : F extends ToggleField
    ? boolean
    : F extends ChoiceField
      ? F['options'][number]['value']
      : never

/** Every setting of a run. Two runs with the same RunConfig, data and device are the same run. */
export type RunConfig = { -readonly [K in FieldName]: ValueOf<(typeof FIELDS)[K]> }

type LiveFieldName = { [K in FieldName]: (typeof FIELDS)[K]['live'] extends true ? K : never }[FieldName]
/** The settings that may change while a run goes on. */
export type LiveConfig = Pick<RunConfig, LiveFieldName>

export const FIELD_NAMES = Object.keys(FIELDS) as readonly FieldName[]

export const DEFAULTS = Object.fromEntries(FIELD_NAMES.map((name) => [name, FIELDS[name].default])) as RunConfig

/** The settings by which files become images: when one changes, the set has to be prepared again. */
export type Preparation = Pick<RunConfig, 'size' | 'framing' | 'cropFraction' | 'trimBars' | 'background' | 'blackLevel' | 'whiteLevel'>

export function preparationOf({ size, framing, cropFraction, trimBars, background, blackLevel, whiteLevel }: RunConfig): Preparation {
  return { size, framing, cropFraction, trimBars, background, blackLevel, whiteLevel }
}

/** The defaults. */
export const DEFAULT_PREPARATION: Preparation = preparationOf(DEFAULTS)

export function isSamePreparation(one: Preparation, other: Preparation): boolean {
  return (Object.keys(one) as (keyof Preparation)[]).every((name) => one[name] === other[name])
}

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(FIELDS, name)
}

export function isLive(name: FieldName): name is LiveFieldName {
  return FIELDS[name].live
}

/** Images that are shown in all four rotations: n of the paper's batch mechanics; the rotation task then sees 4n images. */
export function rotatedCount(config: Pick<RunConfig, 'batch' | 'rotatedShare'>): number {
  if (config.rotatedShare === 0) return 0
  return Math.max(1, Math.round((config.batch * config.rotatedShare) / 4))
}

/** Images of one group of D's batch, real or fake: B upright ones and 3n rotated copies. */
export function groupSize(config: Pick<RunConfig, 'batch' | 'rotatedShare'>): number {
  return config.batch + 3 * rotatedCount(config)
}
