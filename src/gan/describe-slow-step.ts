// What was seen of a step in slow motion, from tensors on the host to plain data for people.
import { toPictures } from '../data/pixels.ts'
import { groupSize, type RunConfig, rotatedCount } from '../spec/config.ts'
import type { Pictures } from '../spec/image-block.ts'
import type { AnswersOfD, LossTerm, RotationGuess, ShownImages, SlowStep } from '../spec/slow-step.ts'
import type { HostTensor, HostTensors } from '../tensor/readback.ts'
import type { ClassLabels } from './class-labels.ts'
import { PENALTIES } from './penalties/registry.ts'
import { shownCount, shownRotated } from './slow-step.ts'
import { stepWeights } from './step-scalars.ts'

/** The values of what was seen of an update. */
export interface UpdateOnHost {
  readonly values: HostTensors
  /** Of its statistics. */
  readonly names: readonly string[]
}

/** What is known of the step besides. */
export interface AboutSlowStep {
  /** Generator updates done before it. */
  readonly before: number
  /** With the settings of this very step. */
  readonly config: RunConfig
  readonly classes: ClassLabels | null
}

export function describeSlowStep(ofD: UpdateOnHost, ofG: UpdateOnHost, about: AboutSlowStep): SlowStep {
  const { config, before, classes } = about
  const { values: d } = ofD
  const { values: g } = ofG
  const names = (group: string, values: HostTensors) => classNames(values[group]?.values, classes, config)
  return {
    step: before + 1,
    batch: config.batch,
    updatesOfD: config.discriminatorSteps,
    loss: config.loss,
    adversarial: config.adversarial,
    augmented: config.augmentColor > 0 || config.augmentTranslation > 0 || config.augmentCutout > 0,
    real: { pictures: picturesOf(d, 'real'), classes: names('labels', d) },
    fake: { pictures: picturesOf(d, 'fake'), classes: names('classes', d) },
    noise: noisePictures(tensorOf(d, 'noise')),
    rotated: rotatedOf(d, config),
    before: answersOf(d, 'logits', 'rotationLogits', config),
    after: answersOf(d, 'logitsAfter', 'rotationLogitsAfter', config),
    losses: { discriminator: termsOf(ofD, 'D', about), generator: termsOf(ofG, 'G', about) },
    generator: {
      fake: { pictures: picturesOf(g, 'fake'), classes: names('classes', g) },
      gradient: gradientPictures(g),
      after: picturesOf(g, 'after'),
      logits: shownLogits(tensorOf(g, 'logits').values, 0, config),
      logitsAfter: shownLogits(tensorOf(g, 'logitsAfter').values, 0, config),
    },
  }
}

function tensorOf(tensors: HostTensors, name: string): HostTensor {
  const tensor = tensors[name]
  if (!tensor) throw new Error(`nothing was seen of ${name}`)
  return tensor
}

function picturesOf(tensors: HostTensors, name: string): Pictures {
  const { values, shape } = tensorOf(tensors, name)
  const [count, size, , channels] = shape as [number, number, number, number]
  return toPictures(values, count, size, channels)
}

/** Standard deviations of noise from grey to white. */
const NOISE_RANGE = 3

/** [count, length] → squares that are just large enough. */
function noisePictures({ values, shape }: HostTensor): Pictures {
  const [count, length] = shape as [number, number]
  const size = Math.ceil(Math.sqrt(length))
  const pixels = new Uint8ClampedArray(4 * count * size * size) // clamps and rounds
  values.forEach((value, i) => {
    const pixel = Math.floor(i / length) * size * size + (i % length)
    pixels.fill(127.5 * (1 + value / NOISE_RANGE), 4 * pixel, 4 * pixel + 3)
    pixels[4 * pixel + 3] = 255
  })
  return { count, size, pixels }
}

/** The length of the gradient over the channels of each pixel, the longest of all white. */
function gradientPictures(tensors: HostTensors): Pictures {
  const { values, shape } = tensorOf(tensors, 'gradient')
  const [count, size, , channels] = shape as [number, number, number, number]
  const lengths = Float32Array.from({ length: count * size * size }, (_, pixel) =>
    Math.hypot(...values.subarray(pixel * channels, (pixel + 1) * channels)),
  )
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0) || 1
  const shades = lengths.map((length) => (2 * length) / longest - 1)
  return toPictures(shades, count, size, 1)
}

/** From image by image in each rotation to all rotations of each image. */
function rotatedOf(tensors: HostTensors, config: RunConfig): SlowStep['rotated'] {
  const count = shownRotated(config)
  if (count === 0) return null
  const upright = picturesOf(tensors, 'real')
  const bytes = 4 * upright.size ** 2
  const groups = [upright.pixels.subarray(-count * bytes), ...[1, 2, 3].map((turns) => picturesOf(tensors, `turned${turns}`).pixels)]
  const turns = Array.from({ length: 4 * count }, (_, i) => i % 4)
  const pixels = new Uint8ClampedArray(4 * count * bytes)
  const of = turns.map((turn, i) => {
    const image = Math.floor(i / 4)
    pixels.set((groups[turn] as Uint8ClampedArray).subarray(image * bytes, (image + 1) * bytes), i * bytes)
    return upright.count - count + image
  })
  return { pictures: { count: 4 * count, size: upright.size, pixels }, turns, of }
}

/** Of the shown images of a group: the last upright ones. @param from first row of the group */
function shownLogits(logits: Float32Array, from: number, config: RunConfig): number[] {
  const end = from + config.batch
  return [...logits.subarray(end - shownCount(config), end)]
}

function answersOf(tensors: HostTensors, logitsName: string, rotationName: string, config: RunConfig): AnswersOfD {
  const { values: logits } = tensorOf(tensors, logitsName)
  const { values: rotation } = tensorOf(tensors, rotationName)
  const [n, count] = [rotatedCount(config), shownRotated(config)]
  const rows = Array.from({ length: 4 * count }, (_, i) => {
    return config.batch + (i % 4) * n - count + Math.floor(i / 4) // the rows of the real group, in the order of `rotatedOf`
  })
  return {
    real: shownLogits(logits, 0, config),
    fake: shownLogits(logits, groupSize(config), config),
    rotation: rows.map((row) => softmax(rotation.subarray(4 * row, 4 * row + 4))),
  }
}

function softmax(logits: Float32Array): RotationGuess {
  const largest = Math.max(...logits)
  const powers = Array.from(logits, (logit) => Math.exp(logit - largest))
  const sum = powers.reduce((total, power) => total + power)
  return powers.map((power) => power / sum) as unknown as RotationGuess
}

function classNames(indices: Float32Array | undefined, classes: ClassLabels | null, config: RunConfig): ShownImages['classes'] {
  if (!indices || !classes?.names.some((name) => name !== '')) return []
  return Array.from(indices.subarray(config.batch - shownCount(config)), (index) => classes.names[index] ?? null)
}

/** The parts of a network's loss with their weights in the step; the rest of the statistics is left out. */
function termsOf({ values, names }: UpdateOnHost, network: 'D' | 'G', { config, before }: AboutSlowStep): LossTerm[] {
  const { values: measured } = tensorOf(values, 'statistics')
  const statistic = (name: string) => measured[names.indexOf(name)] as number
  const { alpha, beta, penalty, classWeight, ramp } = stepWeights(config, before)
  const adversarial = config.adversarial ? 1 : 0
  const weights: Readonly<Record<string, number>> = {
    [`loss${network}Adversarial`]: adversarial,
    [`loss${network}Conditional`]: adversarial * ramp,
    lossDRotation: beta,
    lossGRotation: alpha,
    lossDClass: classWeight,
    ...(config.penalty !== 'none' && { [PENALTIES[config.penalty].statistic]: penalty }),
  }
  const mean = (name: string) => (name === 'lossDClass' ? statistic(name) / (statistic('labelledReal') || 1) : statistic(name)) // a sum over the labelled ones
  return names.flatMap((name) => (weights[name] === undefined ? [] : { name, value: mean(name), weight: weights[name] }))
}
