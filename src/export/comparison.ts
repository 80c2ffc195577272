// Whether a file draws what the run draws: which pictures are compared, and by how much they differ.
import type { ExportCheck } from '../spec/exports.ts'
import type { Pictures } from '../spec/image-block.ts'
import type { LatentPoint } from '../spec/picture-code.ts'

const MIN_POINTS = 16
/** Of more classes only some are compared, evenly spaced. */
const MAX_POINTS = 64

/** Seeds in every class, and some on the way to another seed and class, on a circle, and between four with less variety. @param classes 0 where G is told none */
export function comparisonPoints(classes: number): LatentPoint[] {
  const count = Math.min(MAX_POINTS, Math.max(MIN_POINTS, classes))
  const ofClass = (i: number) => (classes > 0 ? { class: classes > count ? Math.floor((i * classes) / count) : i % classes } : {})
  return Array.from({ length: count }, (_, i) => {
    const point = { seed: i + 1, ...ofClass(i) }
    const other = (k: number) => ({ seed: i + 101 + k, ...ofClass((i + 1 + k) % count) })
    if (i % 8 === 5)
      return { ...point, pad: { topRight: other(0), bottomLeft: other(1), bottomRight: other(2), x: 0.3, y: 0.6 }, variety: 0.8 }
    if (i % 8 === 6) return { ...point, towards: { ...other(0), at: 0.4, method: 'slerp' } }
    return i % 8 === 7 ? { ...point, loop: { radius: 0.5, at: 0.3 } } : point
  })
}

/** @param wanted as many as there are, of the same size */
export function comparePictures(drawn: Pictures, wanted: Pictures): ExportCheck {
  const largest = drawn.pixels.reduce((most, value, i) => Math.max(most, Math.abs(value - (wanted.pixels[i] as number))), 0)
  return { largestPixelDifference: largest, pictures: drawn.count }
}
