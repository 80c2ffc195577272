// Warns of sets whose rotation cannot be recognised, such as round things or pictures from above: self-supervision learns nothing from them.
import type { SetWarning } from '../../spec/files.ts'
import { presetConfig } from '../../spec/presets.ts'
import { grouped, percent } from '../../spec/words.ts'
import type { YieldIfDue } from '../concurrency.ts'
import { type Planes, rotationAccuracy, SIDE } from './rotations.ts'
import type { Sample } from './sample.ts'

/** Accuracy below which the warning is given; chance is a quarter. */
const MAX_ACCURACY = 0.3
const CHANCE = 0.25
/** With fewer images the classifier has too little to learn from, and its failure means nothing. */
const MIN_IMAGES = 200

/** A set is averaged to SIDE x SIDE: brightness, red against green, blue against yellow. */
function planesOf({ set: { images, size, channels }, images: sampled }: Sample): (i: number) => Planes {
  const block = size / SIDE
  const planes: Planes = [new Float32Array(SIDE * SIDE), new Float32Array(SIDE * SIDE), new Float32Array(SIDE * SIDE)]
  return (i) => {
    for (const plane of planes) plane.fill(0)
    const first = (sampled[i] as number) * size * size * channels
    for (let pixel = 0; pixel < size * size; pixel++) {
      const cell = Math.floor(Math.floor(pixel / size) / block) * SIDE + Math.floor((pixel % size) / block)
      const at = first + pixel * channels
      const red = images[at] as number
      const green = channels === 1 ? red : (images[at + 1] as number)
      const blue = channels === 1 ? red : (images[at + 2] as number)
      planes[0][cell] = (planes[0][cell] as number) + (red + green + blue) / (3 * block * block)
      planes[1][cell] = (planes[1][cell] as number) + (red - green) / (block * block)
      planes[2][cell] = (planes[2][cell] as number) + (blue - (red + green) / 2) / (block * block)
    }
    return planes
  }
}

function measureRotationAccuracy(sample: Sample, yieldIfDue: YieldIfDue): Promise<number> {
  return rotationAccuracy(sample.images.length, planesOf(sample), yieldIfDue)
}

export async function findSymmetric(sample: Sample, yieldIfDue: YieldIfDue): Promise<SetWarning | null> {
  const count = sample.images.length
  if (count < MIN_IMAGES) return null
  const accuracy = await measureRotationAccuracy(sample, yieldIfDue)
  if (accuracy >= MAX_ACCURACY) return null
  const margin = 2 * Math.sqrt((CHANCE * (1 - CHANCE)) / count) // two standard errors
  const { alpha, beta, rotatedShare } = presetConfig('plain-gan')
  return {
    kind: 'symmetric',
    title: 'The rotation of these images can hardly be predicted',
    evidence: `A quick test predicted the rotation of ${percent(accuracy)} of ${grouped(count)} images; chance is ${percent(CHANCE)}, give or take ${percent(margin)}. Self-supervision by quarter turns has little to learn from here.`,
    pictures: null,
    remedy: { label: 'Train a plain GAN', changes: { alpha, beta, rotatedShare } },
  }
}
