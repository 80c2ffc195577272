// Samples of a kept step without its networks: those that its snapshot keeps as pictures.
import type { Pictures } from '../../spec/image-block.ts'
import type { SeedPoint } from '../../spec/picture-code.ts'
import type { SampleGrid } from '../../spec/report.ts'

/** The pictures of these points on a wall of samples; null where one of them is not on it, or is of another class there. */
export function picturesOnWall({ seeds, classes, pictures: { size, pixels } }: SampleGrid, points: readonly SeedPoint[]): Pictures | null {
  const length = 4 * size * size
  const chosen = new Uint8ClampedArray(points.length * length)
  for (const [i, { seed, class: wanted }] of points.entries()) {
    const at = seeds.findIndex((each, k) => each === seed && (wanted === undefined || classes === undefined || classes[k] === wanted))
    if (at < 0) return null
    chosen.set(pixels.subarray(at * length, (at + 1) * length), i * length)
  }
  return { count: points.length, size, pixels: chosen }
}
