// Near duplicates: a difference hash of 64 bits finds the candidates [Krawetz 2013, dHash], its four quarters index them: two hashes
// that differ in at most three bits have a quarter in common [Norouzi et al. 2012, multi-index hashing]. Pixels have the last word.

import type { YieldIfDue } from '../concurrency.ts'
import type { Dataset } from '../dataset.ts'

/** The picture is averaged to 8 rows of 9 cells, and neighbours in a row are compared. */
const ROWS = 8
const COLUMNS = 9
/** Parts of a hash, 16 bits each. */
export const QUARTERS = 4
const VALUES = 1 << 16
/** More than a common quarter promises: the pixels judge all the same. */
const MAX_BITS_APART = 10
/** A cell must be brighter than its neighbour by this much, of 255: where nothing is to be seen, noise does not decide. */
const CLEARLY = 2
/** Images with the same quarter that an image is compared with, the latest first: sets that look much alike must not take for ever. */
const MAX_COMPARED = 256

/**
 * How far apart nearly equal images may be in the mean: of 255, and as a share of their contrast (standard deviation). That share grows
 * with the detail, squared: two crops of a busy photograph differ by more than two handwritten ones, which are two all the same.
 */
const MAX_APART = 15
const SHARE_BY_DETAIL = 0.45
const LEAST_SHARE = 0.015
const LARGEST_SHARE = 0.2
/** In one of BLOCKS x BLOCKS blocks they may be this many times as far apart: the hand of a clock is small and matters. */
const IN_BLOCK = 2.5
const BLOCKS = 4
/** Neighbouring pixels this far apart make detail; so many of them make a share: small images are all edges and show little. */
const DETAIL = 12
const LEAST_AREA = 32 * 32

/** What tells how much two images may differ. */
export interface Look {
  /** Standard deviation of the luminance. */
  readonly contrast: number
  /** Share of the pixels that differ from the next one to the right or below; in small images of LEAST_AREA. */
  readonly detail: number
}

export function lookOf(luminance: Float32Array, size: number): Look {
  let sum = 0
  let squares = 0
  let detailed = 0
  for (let i = 0; i < luminance.length; i++) {
    const value = luminance[i] as number
    sum += value
    squares += value * value
    const beside = i % size === size - 1 ? value : (luminance[i + 1] as number)
    const below = i < luminance.length - size ? (luminance[i + size] as number) : value
    if (Math.abs(value - beside) > DETAIL || Math.abs(value - below) > DETAIL) detailed++
  }
  const mean = sum / luminance.length
  return {
    contrast: Math.sqrt(Math.max(0, squares / luminance.length - mean * mean)),
    detail: detailed / Math.max(LEAST_AREA, luminance.length),
  }
}

function allowance(one: Look, other: Look): number {
  const detail = Math.min(one.detail, other.detail)
  const share = Math.min(LARGEST_SHARE, Math.max(LEAST_SHARE, SHARE_BY_DETAIL * detail * detail))
  return Math.min(MAX_APART, share * Math.min(one.contrast, other.contrast))
}

/** Cell c of `cells` covers the pixels from bounds[c] to bounds[c + 1]. */
function boundsOf(cells: number, size: number): Int32Array {
  return Int32Array.from({ length: cells + 1 }, (_, cell) => Math.floor((cell * size) / cells))
}

/** Writes the hash of an image as four numbers. Neighbouring bits go to different quarters: each sees the whole picture. */
export type WriteHash = (luminance: Float32Array, target: Uint16Array, at: number) => void

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
          target[place] = ((target[place] as number) << 1) | (mean > before + CLEARLY ? 1 : 0)
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

/** Whether two images differ by no more than `most` in the mean, and nowhere by much more. */
export function looksAlike({ images, size, channels }: Dataset, one: number, other: number, most: number): boolean {
  const length = size * size * channels
  const side = size / BLOCKS
  const mostInBlock = IN_BLOCK * most * side * side * channels
  let whole = 0
  for (let block = 0; block < BLOCKS * BLOCKS; block++) {
    const first = (Math.floor(block / BLOCKS) * side * size + (block % BLOCKS) * side) * channels
    let apart = 0
    for (let row = 0; row < side; row++) {
      const from = first + row * size * channels
      for (let at = from; at < from + side * channels; at++) {
        apart += Math.abs((images[one * length + at] as number) - (images[other * length + at] as number))
      }
    }
    if (apart > mostInBlock) return false
    whole += apart
  }
  return whole <= most * length
}

interface Candidates {
  readonly hashes: Uint16Array
  readonly looks: readonly Look[]
  readonly skipped: ReadonlySet<number>
}

/**
 * For each image that is nearly the same as an earlier one that stays, that one. What an image is compared with stays itself: of
 * a chain in which only neighbours are alike every other one stays, and the answer depends on the order of the images alone.
 */
export async function findSimilar(
  set: Dataset,
  { hashes, looks, skipped }: Candidates,
  breathe: YieldIfDue,
  onDone: (share: number) => void,
): Promise<Map<number, number>> {
  const similar = new Map<number, number>()
  // Chains of the images that stay, for each value of each quarter, the latest first; -1 ends one.
  const heads = new Int32Array(QUARTERS * VALUES).fill(-1)
  const next = new Int32Array(QUARTERS * set.count)
  const bucketOf = (image: number, quarter: number) => quarter * VALUES + (hashes[image * QUARTERS + quarter] as number)
  const earliest = (image: number): number => {
    let found = image
    for (let quarter = 0; quarter < QUARTERS; quarter++) {
      let other = heads[bucketOf(image, quarter)] as number
      for (let compared = 0; other >= 0 && compared < MAX_COMPARED; compared++, other = next[other * QUARTERS + quarter] as number) {
        if (other >= found || bitsApart(hashes, image, other) > MAX_BITS_APART) continue
        if (looksAlike(set, image, other, allowance(looks[image] as Look, looks[other] as Look))) found = other
      }
    }
    return found
  }
  for (let image = 0; image < set.count; image++) {
    if (image % 64 === 0) {
      await breathe()
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
