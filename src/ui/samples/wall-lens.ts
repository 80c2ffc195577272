// How the wall moves: under the pointer like a lens, whose neighbourhood swells and turns; and by itself, each sample on a circle of its own.
// Both leave the samples as they are where nothing moves.
import type { EditedBlend } from '../../spec/blends.ts'
import type { OnCircle, SeedPoint } from '../../spec/picture-code.ts'

/** Positions on the wall in cells: neighbours are 1 apart. */
export interface Place {
  readonly x: number
  readonly y: number
}

/** How far from the pointer samples still move, in cells. */
const REACH = 3
/** Where they move most. */
const PEAK = 1
/** How far they then are from their seeds, in quarter turns: near enough to be still seen as of the same sample. */
const MOST = 0.5
/** Nearer to its seed a sample is taken to be there. */
const LEAST = 0.005

const smoothstep = (t: number) => t * t * (3 - 2 * t)

/** How far from its seed a sample at this distance from the pointer is: 0 at the pointer itself, most at the peak, 0 again beyond the reach. */
export function lensRadius(distance: number): number {
  if (distance >= REACH) return 0
  return MOST * smoothstep(distance <= PEAK ? distance / PEAK : (REACH - distance) / (REACH - PEAK))
}

/** Where a sample is while the pointer is there: its direction from the sample is the place on the circle. Null: at its seed. */
export function underLens(cell: Place, pointer: Place): OnCircle | null {
  const [dx, dy] = [pointer.x - cell.x, pointer.y - cell.y]
  const radius = lensRadius(Math.hypot(dx, dy))
  return radius < LEAST ? null : { radius, at: turnOf(dx, dy) }
}

/** From 0 to 1: to the right 0, then clockwise as on a screen. */
function turnOf(dx: number, dy: number): number {
  return (Math.atan2(dy, dx) / (2 * Math.PI) + 1) % 1
}

/** A slow loop through what is near to each sample. */
const LOOP = { radius: 0.35, seconds: 12 }

/** @param seconds since it began */
export function onLoop(seconds: number): OnCircle {
  return { radius: LOOP.radius, at: (seconds / LOOP.seconds) % 1 }
}

/** What is asked for: each sample where it is on its circle, or as it is. */
export function movedPoints(samples: readonly SeedPoint[], circleOf: (index: number) => OnCircle | null): EditedBlend[] {
  return samples.map((sample, index) => {
    const loop = circleOf(index)
    return { blend: { kind: 'point', point: loop ? { ...sample, loop } : sample } }
  })
}
