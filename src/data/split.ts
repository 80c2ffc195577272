// Which images training sees and which are held out: scores need images that nothing was learnt from.
import type { RunConfig } from '../spec/config.ts'
import { RandomStream } from '../spec/rng.ts'

/** Numbers of images, ascending. */
export interface Split {
  readonly training: Uint32Array
  readonly heldOut: Uint32Array
}

/** By the run's seed. Where any are to be held out it is at least one, and training keeps at least one. */
export function splitImages(count: number, { seed, heldOut }: Pick<RunConfig, 'seed' | 'heldOut'>): Split {
  const wanted = heldOut === 0 ? 0 : Math.max(1, Math.round(count * heldOut))
  const held = Math.min(wanted, Math.max(0, count - 1))
  const order = new RandomStream(seed, 'heldOut').permutation(count)
  return { training: order.slice(held).sort(), heldOut: order.slice(0, held).sort() }
}
