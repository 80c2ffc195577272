// Warns of a set that uses a small part of the range from black to white, such as 12 bits stored as 16, whose brightest value is 16 of 255; and of
// levels, set for other pictures, that cut off nearly all of these.
import type { Preparation } from '../../spec/config.ts'
import { FIELDS } from '../../spec/fields.ts'
import type { SetWarning } from '../../spec/files.ts'
import { grouped } from '../../spec/words.ts'
import { imagesAt } from '../dataset.ts'
import { FULL_RANGE, isFullRange, picturesOf, toEightBits } from '../pixels.ts'
import type { Sample } from './sample.ts'

/** Of 255: photographs always span more; 14 bits stored as 16 span 64. */
const MAX_RANGE = 76
/** Share of the images that may exceed the range: one white page does not make a dark set bright. */
const OUTLIER_SHARE = 0.05
/** Share of an image's values that are cut off so that nothing is left of it, and the share of such images that calls for a warning. */
const CUT_OFF = 0.98
const MIN_CUT_OFF_IMAGES = 0.5
/** Pictures shown, as they are and stretched. */
const EXAMPLES = 3
const BRIGHTEST = 255

interface Extremes {
  /** Darkest and brightest value of each image, of all channels. */
  readonly darkest: Uint8Array
  readonly brightest: Uint8Array
  /** Share of each image's values that the levels cut off. */
  readonly cutOff: Float64Array
}

function measure({ set, images }: Sample, { blackLevel, whiteLevel }: Preparation): Extremes {
  const length = set.size * set.size * set.channels
  const [darkest, brightest] = [new Uint8Array(images.length), new Uint8Array(images.length)]
  const cutOff = new Float64Array(images.length)
  const low = blackLevel > FULL_RANGE.blackLevel ? 0 : -1
  const high = whiteLevel < FULL_RANGE.whiteLevel ? BRIGHTEST : -1
  for (const [i, image] of images.entries()) {
    let [least, most, cut] = [BRIGHTEST, 0, 0]
    for (let at = image * length; at < (image + 1) * length; at++) {
      const value = set.images[at] as number
      if (value < least) least = value
      if (value > most) most = value
      if (value === low || value === high) cut++
    }
    darkest[i] = least
    brightest[i] = most
    cutOff[i] = cut / length
  }
  return { darkest, brightest, cutOff }
}

/** The range that all but a few images stay within. */
function usedRange({ darkest, brightest }: Extremes): { readonly low: number; readonly high: number } {
  const few = Math.floor(OUTLIER_SHARE * darkest.length)
  const low = darkest.slice().sort()[few] as number
  return { low, high: brightest.slice().sort()[brightest.length - 1 - few] as number }
}

/** Levels for a measured range, rounded outwards to the steps of the settings. The range was measured with the present levels applied. */
function stretched({ low, high }: { low: number; high: number }, { blackLevel, whiteLevel }: Preparation) {
  const { step, min } = FIELDS.whiteLevel
  const scale = (whiteLevel - blackLevel) / BRIGHTEST
  const inSteps = (level: number, round: (value: number) => number) => Number((round(Number((level / step).toFixed(6))) * step).toFixed(1))
  const black = inSteps(blackLevel + low * scale, Math.floor)
  // What is constant in 8 bits may vary in 16, always below the next level.
  const white = inSteps(blackLevel + Math.max(high, low + 1) * scale, Math.ceil)
  return { blackLevel: black, whiteLevel: Math.max(white, black + min) }
}

function titleOf({ low, high }: { low: number; high: number }): string {
  if (high <= MAX_RANGE) return 'The images are nearly black'
  return low >= BRIGHTEST - MAX_RANGE ? 'The images are nearly white' : 'The images have hardly any contrast'
}

function adviseOnCutOff({ cutOff }: Extremes, { blackLevel, whiteLevel }: Preparation): SetWarning | null {
  const lost = cutOff.filter((share) => share >= CUT_OFF).length
  if (lost < MIN_CUT_OFF_IMAGES * cutOff.length || lost === 0) return null
  return {
    kind: 'levels',
    title: 'The levels leave nothing to see',
    evidence: `${grouped(lost)} of ${grouped(cutOff.length)} images are all black or white between “Black level” ${blackLevel} and “White level” ${whiteLevel}, which were set for others.`,
    pictures: null,
    remedy: { label: 'Put the levels back', changes: FULL_RANGE },
  }
}

/** Pictures as the networks would see them, then the same with the levels stretched. */
function examplesOf({ set, images }: Sample, { low, high }: { low: number; high: number }): SetWarning['pictures'] {
  const shown = picturesOf(imagesAt(set, images.slice(0, EXAMPLES)), [...images.slice(0, EXAMPLES).keys()])
  const { pixels } = toEightBits(
    { width: set.size, height: set.size * shown.count, pixels: shown.pixels },
    { blackLevel: low, whiteLevel: high },
  )
  return { count: 2 * shown.count, size: set.size, pixels: Uint8ClampedArray.from([...shown.pixels, ...pixels]) }
}

export function adviseOnLevels(sample: Sample, preparation: Preparation): SetWarning | null {
  const { length } = sample.images
  if (length === 0) return null
  const extremes = measure(sample, preparation)
  const cutOff = isFullRange(preparation) ? null : adviseOnCutOff(extremes, preparation)
  if (cutOff) return cutOff
  const { low, high } = usedRange(extremes)
  if (high - low > MAX_RANGE || (low === high && low > 0)) return null // images of one colour each are findings of their own
  const within = extremes.darkest.filter((darkest, i) => darkest >= low && (extremes.brightest[i] as number) <= high).length
  const bits = high <= MAX_RANGE ? ' Pictures of 10, 12 or 14 bits that were saved as 16 look like this.' : ''
  const range = low === high ? `have no other level than ${low}` : `stay within levels ${low} to ${high}`
  return {
    kind: 'levels',
    title: titleOf({ low, high }),
    evidence: `${grouped(within)} of ${grouped(length)} images ${range}, where 0 is black and 255 white: the networks would see next to nothing.${bits}${low < high ? ' The last pictures are stretched.' : ''}`,
    pictures: low < high ? examplesOf(sample, { low, high }) : null,
    remedy: { label: 'Stretch the levels', changes: stretched({ low, high }, preparation) },
  }
}
