// Directions in which the pictures of a generator change, as a person is told of them.
import type { DirectionSet } from './picture-code.ts'

/** Of each set its directions, the one that changes most first. */
export type DirectionsInfo = Readonly<Record<DirectionSet, readonly DirectionInfo[]>>

export interface DirectionInfo {
  /** How much of what changes, 0 to 1: of the variance of the activations, or of the squared weights. */
  readonly share: number
}

/** Of each set. */
const DIRECTIONS_PER_SET = 8

/** How many directions a generator has in each set. @param latent length of z */
export function directionCounts(latent: number): Readonly<Record<DirectionSet, number>> {
  const count = Math.min(DIRECTIONS_PER_SET, latent)
  return { pc: count, cf: count }
}
