// Named starting points: overrides of DEFAULTS, each number with its reason.
import { DEFAULTS, FIELD_NAMES, type FieldName, kimgOf, type RunConfig } from './config.ts'
import { FIELDS } from './fields.ts'

interface Preset {
  readonly label: string
  readonly help: string
  readonly overrides: Partial<RunConfig>
}

/** What Sketch and the runs to compare it with have in common. */
const SKETCH = {
  architecture: 'resnet', // in as many seconds its kernel distance on CIFAR-10 was lower than that of SNDCGAN: see README, "Does it help?"
  width: 16, // G has 64 channels, D 32: a step takes about as long as one of SNDCGAN with half the paper's channels
  adamBeta1: 0, // those of the ResNet in the papers
  adamBeta2: 0.9,
  batch: 32, // half the paper's batch, the same learning rate holds
  steps: 6000,
  emaDecay: 0.998, // remembers about 500 steps: a short run must not average over its own beginning
} as const satisfies Partial<RunConfig>

/** Where in a run the classes begin to count, and where they count in full: both networks first learn what all images have in common. */
const RAMP = { from: 0.3, until: 0.6 }

/** The usual ramp of a run of this length, in kimg. */
export function rampOver(config: Parameters<typeof kimgOf>[0]): Pick<RunConfig, 'rampFrom' | 'rampUntil'> {
  const at = (share: number) => Number((share * kimgOf(config)).toPrecision(3))
  return { rampFrom: at(RAMP.from), rampUntil: at(RAMP.until) }
}

/** With few images of a class a GAN collapses where the classes count from the beginning [Shahbazi et al. 2022]. */
const SKETCH_RAMP = rampOver({ ...DEFAULTS, ...SKETCH })

export const PRESETS = {
  sketch: { label: 'Sketch', help: 'A first look in about ten minutes on a laptop GPU.', overrides: { ...SKETCH, flip: false } },
  paper: {
    label: 'Paper',
    help: 'SNDCGAN at full width, trained as in the paper. Hours, even on a fast GPU.',
    overrides: {
      architecture: 'sndcgan',
      size: 32, // CIFAR-10
      width: 64,
      batch: 64, // 16 of them are shown in all four rotations
      steps: 100_000,
      alpha: 0.2, // the paper's value for CIFAR-10
      beta: 1,
      learningRateD: 2e-4,
      learningRateG: 2e-4,
      adamBeta1: 0.5,
      adamBeta2: 0.999,
      emaDecay: 0.9999,
    },
  },
  'self-conditioned': {
    label: 'Self-conditioned',
    help: 'Sketch that also finds groups of similar images by itself, and learns each of them. Needs no labels.',
    overrides: {
      ...SKETCH,
      ...SKETCH_RAMP,
      conditioning: 'clusters',
      labelFeatures: 'discriminator', // nothing has to be trained or loaded first [Liu et al. 2020]
      classCount: 20, // of 100 in the paper, for as few as 1,000 images: each has about 50, and what is smaller joins its nearest
      relabelEvery: 1000, // six times a run, thrice from the middle of the ramp on: G has 1,000 steps to follow
    },
  },
  s3gan: {
    label: 'S3GAN',
    help: 'Sketch that learns each class, from a few labelled images: the labels of all others are inferred first.',
    overrides: {
      ...SKETCH,
      ...SKETCH_RAMP,
      conditioning: 'inferred', // in the paper better than co-trained at every share of labels: FID 10.4 and 20.2 at 5 %
      labelFeatures: 'network', // a linear classifier on MobileNetV2 takes seconds; a network of one's own takes thousands of steps first
    },
  },
  'plain-gan': {
    label: 'Plain GAN',
    help: 'Sketch without self-supervision: the baseline to compare with.',
    overrides: {
      ...SKETCH,
      alpha: 0,
      beta: 0,
      rotatedShare: 0, // no rotated copies: nothing would learn from them
    },
  },
  'rotation-only': {
    label: 'Rotation only',
    help: 'Only the rotation task, no adversarial game: how good are the features alone?',
    overrides: { ...SKETCH, adversarial: false },
  },
  smoke: {
    label: 'Smoke test',
    help: 'A tiny run that finishes in minutes even on a CPU: to see that everything works.',
    overrides: {
      size: 16,
      width: 8, // an eighth of the paper's channels
      batch: 16,
      latent: 32,
      steps: 300,
      discriminatorSteps: 2, // the rotation task is learnt in D's updates: twice as many for half as much again
      learningRateD: 5e-4, // tiny networks on an easy set tolerate higher rates; at 1e-3 the rotation accuracy fluctuates
      learningRateG: 5e-4,
      beta: 2, // twice the paper's: so few steps must show that rotations are learnt
      emaDecay: 0.98, // remembers about 50 steps
    },
  },
} as const satisfies Record<string, Preset>

export type PresetName = keyof typeof PRESETS

/** How long each takes on some device. */
export type PresetSeconds = Readonly<Record<PresetName, number>>

export const PRESET_NAMES = Object.keys(PRESETS) as readonly PresetName[]

export const DEFAULT_PRESET: PresetName = 'sketch'

export function isPresetName(name: string): name is PresetName {
  return Object.hasOwn(PRESETS, name)
}

/** The full settings of a preset. */
export function presetConfig(name: PresetName): RunConfig {
  return { ...DEFAULTS, ...PRESETS[name].overrides }
}

/** Settings that belong to the images and to chance, not to the run: choosing a preset leaves them as they are. */
const LEFT_ALONE: ReadonlySet<FieldName> = new Set(
  FIELD_NAMES.filter((name) => {
    const { group } = FIELDS[name]
    return name === 'seed' || (group === 'images' && name !== 'size') || group === 'augmentation'
  }),
)

/** Whether another preset leaves all of these settings as they are. */
export function isLeftAlone(changes: Partial<RunConfig>): boolean {
  return Object.keys(changes).every((name) => LEFT_ALONE.has(name as FieldName))
}

/** Other settings for the same images: what a person has chosen for these stays. */
export function withPreset(config: RunConfig, name: PresetName): RunConfig {
  const kept = Object.entries(config).filter(([field]) => LEFT_ALONE.has(field as FieldName))
  return { ...presetConfig(name), ...Object.fromEntries(kept) }
}
