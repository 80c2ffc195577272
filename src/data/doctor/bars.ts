// Bars that tell which way is up: above and below in most images, say, but seldom at the left and right.
import type { Preparation } from '../../spec/config.ts'
import type { SetWarning } from '../../spec/files.ts'
import { grouped, percent } from '../../spec/words.ts'
import type { YieldIfDue } from '../concurrency.ts'
import { findBars } from '../framing.ts'
import { picturesOf } from '../pixels.ts'
import type { Sample } from './sample.ts'

/** With fewer images that have bars there is no pattern. */
const LEAST_IMAGES = 8
/**
 * The turn is told from the bars alone in this share of the views. Chance is a quarter; bars above and below everywhere give a half, in
 * a tenth of the images they give this.
 */
const TELLING = 0.275
const EXAMPLES = 8
/** Share of the frame that is kept to be rid of the last of a trimmed bar. */
const INNER = 0.9

const SIDES = ['top', 'right', 'bottom', 'left'] as const
const PATTERNS = 1 << SIDES.length
const NO_BARS = 0
const ALL_ROUND = PATTERNS - 1

/** The sides of an image with a bar, as a set of bits. */
export type Pattern = number

function patternOf(luminance: Float32Array, size: number): Pattern {
  const bars = findBars((x, y) => luminance[y * size + x] as number, size, size)
  return SIDES.reduce((pattern, side, bit) => pattern | (bars[side] > 0 ? 1 << bit : 0), NO_BARS)
}

/** Of each image of the sample. */
export async function barPatterns({ set, luminance }: Sample, breathe: YieldIfDue): Promise<Pattern[]> {
  const patterns: Pattern[] = []
  for (const light of luminance) {
    await breathe()
    patterns.push(patternOf(light, set.size))
  }
  return patterns
}

/** The images that have no bars: what else lies at the same place everywhere is looked for in them alone. */
export function withoutBars({ set, images, luminance }: Sample, patterns: readonly Pattern[]): Sample {
  const isBare = (_: unknown, i: number) => patterns[i] === NO_BARS
  return { set, images: images.filter(isBare), luminance: luminance.filter(isBare) }
}

/** The sides after a quarter turn to the left: what was on the right is above. */
function turnedOnce(pattern: number): number {
  return (pattern >> 1) | ((pattern & 1) << (SIDES.length - 1))
}

/** How often the turn is guessed right from the sides with bars alone, by someone who knows how often each pattern comes. */
export function accuracyFrom(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  let right = 0
  for (let seen = 0; seen < PATTERNS; seen++) {
    let upright = seen
    let most = 0
    for (let turn = 0; turn < SIDES.length; turn++) {
      most = Math.max(most, counts[upright] ?? 0)
      upright = turnedOnce(upright)
    }
    right += most
  }
  return right / (SIDES.length * total)
}

function sidesIn(pattern: number): string {
  const names = SIDES.filter((_, bit) => pattern & (1 << bit))
  return names.length === 2 ? names.join(' and ') : names.join(', ')
}

/** What trimming leaves is told as that: it would else seem to have done nothing. */
const LEFT = ' What trimming has left may be part of the pictures, such as sky or water: then it can stay.'

/** Trimming first; what a blurred edge leaves of a bar lies at the rim. */
function remedyFor({ trimBars, cropFraction }: Preparation): SetWarning['remedy'] {
  if (!trimBars) return { label: 'Trim the bars', changes: { trimBars: true } }
  return cropFraction > INNER ? { label: `Keep the middle ${percent(INNER)}`, changes: { cropFraction: INNER } } : null
}

export function adviseOnBars({ set, images }: Sample, barred: readonly Pattern[], preparation: Preparation): SetWarning | null {
  const counts = new Array<number>(PATTERNS).fill(0)
  const examples: number[] = []
  for (const [i, image] of images.entries()) {
    const pattern = barred[i] as Pattern
    counts[pattern] = (counts[pattern] as number) + 1
    if (pattern !== NO_BARS && pattern !== ALL_ROUND) examples.push(image)
  }
  const accuracy = accuracyFrom(counts)
  if (examples.length < LEAST_IMAGES || accuracy < TELLING) return null
  const patterns = counts
    .map((count, pattern) => ({ count, sides: sidesIn(pattern), pattern }))
    .filter(({ count, pattern }) => count > 0 && pattern !== NO_BARS && pattern !== ALL_ROUND)
    .sort((a, b) => b.count - a.count)
  const most = patterns.slice(0, 3).map(({ count, sides }) => `${sides} in ${grouped(count)}`)
  return {
    kind: 'bars',
    title: preparation.trimBars ? 'Sides of one colour are left after trimming' : 'Bars at the sides tell which way is up',
    evidence: `${grouped(examples.length)} of ${grouped(images.length)} images have bars of one colour: ${most.join('; ')}. The bars alone tell the turn in ${percent(accuracy)} of all cases; chance is 25 %.${preparation.trimBars ? LEFT : ''}`,
    pictures: picturesOf(set, examples.slice(0, EXAMPLES)),
    remedy: remedyFor(preparation),
  }
}
