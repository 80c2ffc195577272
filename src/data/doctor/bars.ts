// Warns of bars that give the rotation away, such as bars at top and bottom of most images but seldom at left and right.
import type { Preparation } from '../../spec/config.ts'
import type { SetWarning } from '../../spec/files.ts'
import { grouped, percent } from '../../spec/words.ts'
import type { YieldIfDue } from '../concurrency.ts'
import { findBars } from '../framing.ts'
import { picturesOf } from '../pixels.ts'
import type { Sample } from './sample.ts'

/** Images with bars that make a pattern. */
const MIN_IMAGES = 8
/**
 * Accuracy of predicting the rotation from the bars alone. Chance is a quarter; bars at top and bottom of all images give a half, of a tenth
 * of the images this.
 */
const MIN_ACCURACY = 0.275
const EXAMPLES = 8
/** Share of the frame that is kept to remove what blurring has left of a trimmed bar. */
const CROPPED = 0.9

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
export async function barPatterns({ set, luminance }: Sample, yieldIfDue: YieldIfDue): Promise<Pattern[]> {
  const patterns: Pattern[] = []
  for (const values of luminance) {
    await yieldIfDue()
    patterns.push(patternOf(values, set.size))
  }
  return patterns
}

/** The images without bars: marks are looked for in them alone. */
export function withoutBars({ set, images, luminance }: Sample, patterns: readonly Pattern[]): Sample {
  const isBare = (_: unknown, i: number) => patterns[i] === NO_BARS
  return { set, images: images.filter(isBare), luminance: luminance.filter(isBare) }
}

/** The sides after a rotation by 90 degrees counter-clockwise: right becomes top. */
function rotatedOnce(pattern: number): number {
  return (pattern >> 1) | ((pattern & 1) << (SIDES.length - 1))
}

/** Accuracy of the best prediction of the rotation from the pattern alone. @param counts of each pattern in upright images */
function accuracyFrom(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  let right = 0
  for (let seen = 0; seen < PATTERNS; seen++) {
    let upright = seen
    let best = 0
    for (let turn = 0; turn < SIDES.length; turn++) {
      best = Math.max(best, counts[upright] ?? 0)
      upright = rotatedOnce(upright)
    }
    right += best
  }
  return right / (SIDES.length * total)
}

function sidesIn(pattern: number): string {
  const names = SIDES.filter((_, bit) => pattern & (1 << bit))
  return names.length === 2 ? names.join(' and ') : names.join(', ')
}

/** Added where bars have been trimmed, which would otherwise seem to have had no effect. */
const REMAINING_NOTE = ' What trimming has left may be part of the pictures, such as sky or water: then it can stay.'

/** Trimming first, then cropping what a blurred edge has left. */
function remedyFor({ trimBars, cropFraction }: Preparation): SetWarning['remedy'] {
  if (!trimBars) return { label: 'Trim the bars', changes: { trimBars: true } }
  return cropFraction > CROPPED ? { label: `Keep the middle ${percent(CROPPED)}`, changes: { cropFraction: CROPPED } } : null
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
  if (examples.length < MIN_IMAGES || accuracy < MIN_ACCURACY) return null
  const patterns = counts
    .map((count, pattern) => ({ count, sides: sidesIn(pattern), pattern }))
    .filter(({ count, pattern }) => count > 0 && pattern !== NO_BARS && pattern !== ALL_ROUND)
    .sort((a, b) => b.count - a.count)
  const commonest = patterns.slice(0, 3).map(({ count, sides }) => `${sides} in ${grouped(count)}`)
  return {
    kind: 'bars',
    title: preparation.trimBars ? 'Sides of one colour are left after trimming' : 'Bars at the sides tell which way is up',
    evidence: `${grouped(examples.length)} of ${grouped(images.length)} images have bars of one colour: ${commonest.join('; ')}. The bars alone predict the rotation in ${percent(accuracy)} of all cases; chance is 25 %.${preparation.trimBars ? REMAINING_NOTE : ''}`,
    pictures: picturesOf(set, examples.slice(0, EXAMPLES)),
    remedy: remedyFor(preparation),
  }
}
