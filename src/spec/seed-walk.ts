// An endless walk from random sample to random sample: one number says all of it, so every picture on the way can be found again.
import { type LatentPoint, pointBetween, type SeedPoint } from './picture-code.ts'
import { RandomStream } from './rng.ts'

/** Seeds are below this: six digits keep the codes of pictures short. */
const SEEDS = 1_000_000

/** A stop of the walk, the first is 0. */
export function walkStop(seed: number, stop: number): SeedPoint {
  return { seed: new RandomStream(seed, 'seedWalk', stop).below(SEEDS) }
}

/** @param at counts stops, from 0 on: 1.5 is half-way from the second to the third, along the great circle */
export function walkPoint(seed: number, at: number): LatentPoint {
  const stop = Math.floor(at)
  return pointBetween(walkStop(seed, stop), walkStop(seed, stop + 1), at - stop, 'slerp')
}
