// Near duplicates. Candidates have similar difference hashes of 64 bits [Krawetz 2013, dHash], indexed by their four quarters: two hashes that
// differ in at most three bits have a quarter in common [Norouzi et al. 2012, multi-index hashing]. Candidates are then compared by pixels.

import type { YieldIfDue } from '../concurrency.ts'
import type { Dataset } from '../dataset.ts'

/** The picture is averaged to 8 rows of 9 cells, and neighbours in a row are compared. */
const ROWS = 8
const COLUMNS = 9
/** Parts of a hash, 16 bits each. */
export const QUARTERS = 4
const VALUES = 1 << 16
/** More than the three bits that the index guarantees to find: the pixels are compared anyway. */
const MAX_BITS_APART = 10
/** A cell must be brighter than its neighbour by this much, of 255, so that noise in flat areas sets no bits. */
const MIN_STEP = 2
/** Images with the same quarter that an image is compared with, the latest first: a bound for sets of very similar images. */
const MAX_COMPARED = 256

/**
 * Mean difference of nearly equal images at most: of 255, and as a share of their contrast (standard deviation). That share grows with the
 * square of their detail: two crops of the same detailed photograph differ more than two different handwritten ones.
 */
const MAX_DIFFERENCE = 15
const SHARE_BY_DETAIL = 0.45
const MIN_SHARE = 0.015
const MAX_SHARE = 0.2
/** In each of BLOCKS x BLOCKS blocks the limit is this many times as high: the hand of a clock is small and matters. */
const BLOCK_FACTOR = 2.5
const BLOCKS = 4
/** Difference of neighbouring pixels that counts as detail; the area by which their number is divided at least, since small images are all edges. */
const DETAIL = 12
const MIN_AREA = 32 * 32

/** Determines how much two images may differ. */
export interface ImageStatistics {
  /** Standard deviation of the luminance. */
  readonly contrast: number
  /** Share of the pixels that differ from the next one to the right or below; in small images of MIN_AREA. */
  readonly detail: number
}

export function measureImage(luminance: Float32Array, size: number): ImageStatistics {
  let sum = 0
  let squares = 0
  let detailed = 0
  for (let i = 0; i < luminance.length; i++) {
    const value = luminance[i] as number
    sum += value
    squares += value * value
    const right = i % size === size - 1 ? value : (luminance[i + 1] as number)
    const below = i < luminance.length - size ? (luminance[i + size] as number) : value
    if (Math.abs(value - right) > DETAIL || Math.abs(value - below) > DETAIL) detailed++
  }
  const mean = sum / luminance.length
  return {
    contrast: Math.sqrt(Math.max(0, squares / luminance.length - mean * mean)),
    detail: detailed / Math.max(MIN_AREA, luminance.length),
  }
}

function maxDifference(one: ImageStatistics, other: ImageStatistics): number {
  const detail = Math.min(one.detail, other.detail)
  const share = Math.min(MAX_SHARE, Math.max(MIN_SHARE, SHARE_BY_DETAIL * detail * detail))
  return Math.min(MAX_DIFFERENCE, share * Math.min(one.contrast, other.contrast))
}

/** Cell c of `cells` covers the pixels from bounds[c] to bounds[c + 1]. */
function boundsOf(cells: number, size: number): Int32Array {
  return Int32Array.from({ length: cells + 1 }, (_, cell) => Math.floor((cell * size) / cells))
}

/** Writes the hash of an image as four numbers. Neighbouring bits go to different quarters, so that each covers the whole picture. */
type WriteHash = (luminance: Float32Array, target: Uint16Array, at: number) => void

export function createHasher(size: number): WriteHash {
  const [rows, columns] = [boundsOf(ROWS, size), boundsOf(COLUMNS, size)]
  const line = new Float64Array(size)
  return (luminance, target, at) => {
    for (let row = 0; row < ROWS; row++) {
      line.fill(0)
      const [top, bottom] = [rows[row] as number, rows[row + 1] as number]
      for (let pixel = top * size; pixel < bottom * size; pixel += size) {
        for (let x = 0; x < size; x++) line[x] = (line[x] as number) + (luminance[pixel + x] as number)
      }
      let before = 0
      for (let column = 0; column < COLUMNS; column++) {
        const [left, right] = [columns[column] as number, columns[column + 1] as number]
        let sum = 0
        for (let x = left; x < right; x++) sum += line[x] as number
        const mean = sum / ((right - left) * (bottom - top))
        if (column > 0) {
          const bit = row * (COLUMNS - 1) + column - 1
          const place = at + (bit % QUARTERS)
          target[place] = ((target[place] as number) << 1) | (mean > before + MIN_STEP ? 1 : 0)
        }
        before = mean
      }
    }
  }
}

function bitsOf(word: number): number {
  let bits = word - ((word >>> 1) & 0x5555)
  bits = (bits & 0x3333) + ((bits >>> 2) & 0x3333)
  bits = (bits + (bits >>> 4)) & 0x0f0f
  return (bits + (bits >>> 8)) & 0x1f
}

function bitsApart(hashes: Uint16Array, one: number, other: number): number {
  let bits = 0
  for (let quarter = 0; quarter < QUARTERS; quarter++) {
    bits += bitsOf((hashes[one * QUARTERS + quarter] as number) ^ (hashes[other * QUARTERS + quarter] as number))
  }
  return bits
}

/** Whether the mean difference of two images is at most `limit`, and in no block much more. */
function isSimilar({ images, size, channels }: Dataset, one: number, other: number, limit: number): boolean {
  const length = size * size * channels
  const side = size / BLOCKS
  const blockLimit = BLOCK_FACTOR * limit * side * side * channels
  let whole = 0
  for (let block = 0; block < BLOCKS * BLOCKS; block++) {
    const first = (Math.floor(block / BLOCKS) * side * size + (block % BLOCKS) * side) * channels
    let difference = 0
    for (let row = 0; row < side; row++) {
      const from = first + row * size * channels
      for (let at = from; at < from + side * channels; at++) {
        difference += Math.abs((images[one * length + at] as number) - (images[other * length + at] as number))
      }
    }
    if (difference > blockLimit) return false
    whole += difference
  }
  return whole <= limit * length
}

interface Candidates {
  readonly hashes: Uint16Array
  readonly statistics: readonly ImageStatistics[]
  readonly skipped: ReadonlySet<number>
}

/**
 * Maps each image that is nearly the same as an earlier one to that. Images are compared only with earlier ones that stay: of a chain in which
 * only neighbours are similar every other one stays, and the result depends on the order of the images alone.
 */
export async function findSimilar(
  set: Dataset,
  { hashes, statistics, skipped }: Candidates,
  yieldIfDue: YieldIfDue,
  onDone: (share: number) => void,
): Promise<Map<number, number>> {
  const similar = new Map<number, number>()
  // Linked lists of the images that stay, for each value of each quarter, the latest first; -1 is the end.
  const heads = new Int32Array(QUARTERS * VALUES).fill(-1)
  const next = new Int32Array(QUARTERS * set.count)
  const bucketOf = (image: number, quarter: number) => quarter * VALUES + (hashes[image * QUARTERS + quarter] as number)
  const earliest = (image: number): number => {
    let found = image
    for (let quarter = 0; quarter < QUARTERS; quarter++) {
      let other = heads[bucketOf(image, quarter)] as number
      for (let compared = 0; other >= 0 && compared < MAX_COMPARED; compared++, other = next[other * QUARTERS + quarter] as number) {
        if (other >= found || bitsApart(hashes, image, other) > MAX_BITS_APART) continue
        if (isSimilar(set, image, other, maxDifference(statistics[image] as ImageStatistics, statistics[other] as ImageStatistics)))
          found = other
      }
    }
    return found
  }
  for (let image = 0; image < set.count; image++) {
    if (image % 64 === 0) {
      await yieldIfDue()
      onDone(image / set.count)
    }
    if (skipped.has(image)) continue
    const other = earliest(image)
    if (other !== image) {
      similar.set(image, other)
      continue
    }
    for (let quarter = 0; quarter < QUARTERS; quarter++) {
      const bucket = bucketOf(image, quarter)
      next[image * QUARTERS + quarter] = heads[bucket] as number
      heads[bucket] = image
    }
  }
  return similar
}
