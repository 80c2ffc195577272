// What is said of the key pictures of a path, on the page and to screen readers.
import type { LatentPoint } from '../../../spec/picture-code.ts'
import { describeCorner } from '../pad/pad-moves.ts'
import type { PathState } from '../state/studio-state.ts'

/** “Key 2 of 5: seed 77”. @param index from 0 */
export function keyName(index: number, count: number, point: LatentPoint): string {
  return `Key ${index + 1} of ${count}: ${describeCorner(point)}`
}

/** While one is dragged, and where it is put down. */
export const DRAG_WORDS = {
  instructions:
    'Press Space to take this key picture up, the arrow keys to move it, Space to put it down, Escape to leave it where it was.',
  taken: (index: number, count: number) => `Key ${index + 1} of ${count} is taken up.`,
  moved: (index: number, count: number) => `Moved to ${index + 1} of ${count}.`,
  put: (index: number, count: number) => `Put down at ${index + 1} of ${count}.`,
  left: (index: number, count: number) => `Left at ${index + 1} of ${count}.`,
} as const

/** A place on the path. @param at as in PathState */
export function describePlace({ keys, closed }: Pick<PathState, 'keys' | 'closed'>, at: number): string {
  const count = keys.length
  const before = Math.min(Math.floor(at), count - 1)
  if (at === before) return `At key ${before + 1} of ${count}`
  const share = Math.round(100 * (at - before))
  const next = closed ? (before + 1) % count : Math.min(before + 1, count - 1)
  return `${share} % of the way from key ${before + 1} to key ${next + 1}`
}
