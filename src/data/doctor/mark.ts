// Warns of a mark at the same place in many images, such as a watermark or a date stamp: its edges are the same in all of them.
// They show in the mean gradient over the images [Dekel et al. 2017, "On the Effectiveness of Visible Watermarks", §3].
import type { Preparation } from '../../spec/config.ts'
import { FIELDS } from '../../spec/fields.ts'
import type { SetWarning } from '../../spec/files.ts'
import type { Pictures } from '../../spec/image-block.ts'
import { grouped, percent } from '../../spec/words.ts'
import type { YieldIfDue } from '../concurrency.ts'
import type { Dataset } from '../dataset.ts'
import { picturesOf } from '../pixels.ts'
import { type Pattern, withoutBars } from './bars.ts'
import type { Sample } from './sample.ts'

/** Fewer images may share edges by chance: the mean of n random directions has length 1 / sqrt(n). */
const MIN_IMAGES = 50
/** Consistency, |mean gradient| / mean |gradient|, of a pixel that belongs to a mark; mean |gradient| that makes an edge, in levels a pixel. */
const MIN_CONSISTENCY = 0.45
const MIN_GRADIENT = 3
/** A mark is this many times as consistent as the middle of the images, where aligned faces or letters are consistent too. */
const MIN_RATIO_TO_MIDDLE = 2
/** The middle is what is left when this share is cut off at each side. What is consistent only there is the subject, not a mark. */
const MIDDLE_FROM = 0.25
/** The quantile of the consistencies in the middle that a mark is compared with. */
const MIDDLE_QUANTILE = 0.9
/** Fewest pixels of a mark; its longest side and its area at most, as shares of the image. */
const MIN_PIXELS = 4
const MAX_SIDE = 0.7
const MAX_AREA = 0.2
/** An image shows the mark where the cosine of its gradients and the mean ones is larger. */
const MIN_COSINE = 0.4
const EXAMPLES = 7

interface Gradients {
  /** Sums over the images, [size · size]. */
  readonly x: Float64Array
  readonly y: Float64Array
  readonly length: Float64Array
}

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly pixels: readonly number[]
}

async function sumGradients({ set: { size }, luminance }: Sample, yieldIfDue: YieldIfDue): Promise<Gradients> {
  const [x, y, length] = [new Float64Array(size * size), new Float64Array(size * size), new Float64Array(size * size)]
  for (const luminances of luminance) {
    await yieldIfDue()
    for (let row = 0; row + 1 < size; row++) {
      for (let at = row * size; at < (row + 1) * size - 1; at++) {
        const dx = (luminances[at + 1] as number) - (luminances[at] as number)
        const dy = (luminances[at + size] as number) - (luminances[at] as number)
        x[at] = (x[at] as number) + dx
        y[at] = (y[at] as number) + dy
        length[at] = (length[at] as number) + Math.sqrt(dx * dx + dy * dy)
      }
    }
  }
  return { x, y, length }
}

/** 0 to 1 for each pixel; 0 where there are no edges, as in a plain margin. */
function consistencyOf({ x, y, length }: Gradients, images: number): Float64Array {
  return length.map((sum, i) => (sum < MIN_GRADIENT * images ? 0 : Math.hypot(x[i] as number, y[i] as number) / sum))
}

/** Groups of consistent pixels that are adjacent or nearly so, as the letters of one mark are. */
function groupsOf(consistency: Float64Array, size: number): Box[] {
  const reach = Math.max(2, size / 16)
  const remaining = new Set(Array.from(consistency.keys()).filter((i) => (consistency[i] as number) >= MIN_CONSISTENCY))
  const groups: Box[] = []
  for (const first of remaining) {
    const pixels = [first]
    remaining.delete(first)
    for (const pixel of pixels) {
      for (let dy = -reach; dy <= reach; dy++) {
        for (let dx = -reach; dx <= reach; dx++) {
          const x = (pixel % size) + dx
          const near = pixel + dy * size + dx
          if (x >= 0 && x < size && remaining.delete(near)) pixels.push(near)
        }
      }
    }
    const columns = pixels.map((pixel) => pixel % size)
    const rows = pixels.map((pixel) => Math.floor(pixel / size))
    // An edge lies between its pixel and the next.
    const [right, bottom] = [Math.max(...columns) + 1, Math.max(...rows) + 1]
    groups.push({ left: Math.min(...columns), top: Math.min(...rows), right, bottom, pixels })
  }
  return groups
}

/** How far the box extends inwards from the nearest side, in pixels. */
function depthOf({ left, top, right, bottom }: Box, size: number): number {
  return Math.min(right + 1, bottom + 1, size - left, size - top)
}

/** How consistent the middle is, not counting the box. */
function middleConsistency(consistency: Float64Array, size: number, { pixels }: Box): number {
  const own = new Set(pixels)
  const inMiddle = (along: number) => along >= MIDDLE_FROM * size && along < (1 - MIDDLE_FROM) * size
  const values = [...consistency].filter((_, i) => inMiddle(i % size) && inMiddle(Math.floor(i / size)) && !own.has(i))
  return values.sort((a, b) => a - b)[Math.floor(values.length * MIDDLE_QUANTILE)] ?? 0
}

function isMark(box: Box, consistency: Float64Array, size: number): boolean {
  const width = box.right - box.left + 1
  const height = box.bottom - box.top + 1
  if (box.pixels.length < MIN_PIXELS || Math.max(width, height) > MAX_SIDE * size) return false
  if (width * height > MAX_AREA * size * size || depthOf(box, size) > MIDDLE_FROM * size + 1) return false
  const mean = box.pixels.reduce((sum, pixel) => sum + (consistency[pixel] as number), 0) / box.pixels.length
  return mean > MIN_RATIO_TO_MIDDLE * middleConsistency(consistency, size, box)
}

/** Numbers of the images whose gradients within the box agree with the mean ones, best first. */
function imagesThatShow({ set: { size }, images, luminance }: Sample, { x, y }: Gradients, { pixels }: Box): number[] {
  const cosines = images.map((image, i) => {
    const luminances = luminance[i] as Float32Array
    let both = 0
    let own = 0
    let mean = 0
    for (const at of pixels) {
      const dx = (luminances[at + 1] as number) - (luminances[at] as number)
      const dy = (luminances[at + size] as number) - (luminances[at] as number)
      both += dx * (x[at] as number) + dy * (y[at] as number)
      own += dx * dx + dy * dy
      mean += (x[at] as number) ** 2 + (y[at] as number) ** 2
    }
    return { image, cosine: own * mean === 0 ? 0 : both / Math.sqrt(own * mean) }
  })
  const shown = cosines.filter(({ cosine }) => cosine > MIN_COSINE)
  return shown.sort((one, other) => other.cosine - one.cosine).map(({ image }) => image)
}

/** Such as "bottom right". */
function placeOf({ left, top, right, bottom }: Box, size: number): string {
  const third = (along: number, names: readonly [string, string, string]) => names[Math.min(2, Math.floor((3 * along) / size))] as string
  const row = third((top + bottom) / 2, ['top', 'middle', 'bottom'])
  const column = third((left + right) / 2, ['left', 'centre', 'right'])
  return row === 'middle' ? column : `${row} ${column}`
}

/** The mean of the sampled images, as one image of a set. */
function meanImage({ set: { images, size, channels }, images: sampled }: Sample): Dataset {
  const length = size * size * channels
  const sums = new Float64Array(length)
  for (const image of sampled) for (let i = 0; i < length; i++) sums[i] = (sums[i] as number) + (images[image * length + i] as number)
  const mean = Uint8Array.from(sums, (sum) => Math.round(sum / sampled.length))
  return { name: 'mean', label: 'Mean', images: mean, count: 1, size, channels }
}

function join(one: Pictures, other: Pictures): Pictures {
  const pixels = new Uint8ClampedArray(one.pixels.length + other.pixels.length)
  pixels.set(one.pixels)
  pixels.set(other.pixels, one.pixels.length)
  return { count: one.count + other.count, size: one.size, pixels }
}

/** The largest crop fraction, in steps of the setting, that excludes the box; null where too little would be left. */
function cropWithout(box: Box, size: number, cropFraction: number): number | null {
  const { min, max, step } = FIELDS.cropFraction
  const share = cropFraction * (1 - (2 * depthOf(box, size)) / size)
  const steps = Math.floor((share - min) / step + 1e-9) // rounding of decimal fractions
  return steps < 0 ? null : Math.min(max - step, Number((min + steps * step).toFixed(2)))
}

/** Added where the images are cropped already, which would otherwise seem to have had no effect. */
const REMAINING_NOTE = ' The rim is cut off already: what is left may be part of the pictures, such as a horizon.'

export async function findMark(
  all: Sample,
  barred: readonly Pattern[],
  { cropFraction }: Preparation,
  yieldIfDue: YieldIfDue,
): Promise<SetWarning | null> {
  const sample = withoutBars(all, barred) // or the edge of a bar would be taken for a mark
  const { set, images } = sample
  if (images.length < MIN_IMAGES) return null
  const gradients = await sumGradients(sample, yieldIfDue)
  const consistency = consistencyOf(gradients, images.length)
  const marks = groupsOf(consistency, set.size).filter((box) => isMark(box, consistency, set.size))
  const largest = marks.sort((a, b) => b.pixels.length - a.pixels.length)[0]
  if (!largest) return null
  const shown = imagesThatShow(sample, gradients, largest)
  const among = images.length < all.images.length ? 'images without bars' : 'images'
  const kept = cropWithout(largest, set.size, cropFraction)
  return {
    kind: 'mark',
    title: 'A mark at the same place tells which way is up',
    evidence: `The same edges lie at the ${placeOf(largest, set.size)} of ${grouped(shown.length)} of ${grouped(images.length)} ${among} (${percent(shown.length / images.length)}), as of a watermark or a date stamp. The first picture is the mean of all.${cropFraction < 1 ? REMAINING_NOTE : ''}${kept ? '' : ' It reaches too far in to be cut off here.'}`,
    pictures: join(picturesOf(meanImage(sample), [0]), picturesOf(set, shown.slice(0, EXAMPLES))),
    remedy: kept ? { label: `Keep the middle ${percent(kept)}`, changes: { cropFraction: kept } } : null,
  }
}
