// Sets whose turn nobody can tell, such as round things or pictures from above: there is nothing in them to learn turns from.
import type { SetWarning } from '../../spec/files.ts'
import { presetConfig } from '../../spec/presets.ts'
import { grouped, percent } from '../../spec/words.ts'
import type { YieldIfDue } from '../concurrency.ts'
import { type Planes, SIDE, turnAccuracy } from './rotations.ts'
import type { Sample } from './sample.ts'

/** Below this the test has told nothing; chance is a quarter. */
const TOLD_NOTHING = 0.3
const CHANCE = 0.25
/** With fewer images the test has too little to learn from, and its failure means nothing. */
const ENOUGH = 200

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

export function measureTurns(sample: Sample, breathe: YieldIfDue): Promise<number> {
  return turnAccuracy(sample.images.length, planesOf(sample), breathe)
}

export async function findSymmetric(sample: Sample, breathe: YieldIfDue): Promise<SetWarning | null> {
  const count = sample.images.length
  if (count < ENOUGH) return null
  const accuracy = await measureTurns(sample, breathe)
  if (accuracy >= TOLD_NOTHING) return null
  const margin = 2 * Math.sqrt((CHANCE * (1 - CHANCE)) / count) // two standard errors
  const { alpha, beta, rotatedShare } = presetConfig('plain-gan')
  return {
    kind: 'symmetric',
    title: 'The turn of these images can hardly be told',
    evidence: `A quick test told the turn of ${percent(accuracy)} of ${grouped(count)} images; chance is ${percent(CHANCE)}, give or take ${percent(margin)}. Self-supervision by quarter turns has little to learn from here.`,
    pictures: null,
    remedy: { label: 'Train a plain GAN', changes: { alpha, beta, rotatedShare } },
  }
}
