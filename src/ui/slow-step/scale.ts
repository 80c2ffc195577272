// How long the bars of D's logits are.
import { REAL_ABOVE, type SlowStep } from '../../spec/slow-step.ts'

/** Of all bars of a step, so that they can be compared. */
export interface BarScale {
  /** The logit in the middle. */
  readonly middle: number
  /** How far from it the longest bar reaches. */
  readonly reach: number
}

/** The middle is where D changes its mind; where it only compares, the mean. */
export function scaleOf({ loss, before, after, generator }: SlowStep): BarScale {
  const all = [before.real, before.fake, after.real, after.fake, generator.logits, generator.logitsAfter].flat()
  const middle = REAL_ABOVE[loss] ?? all.reduce((sum, logit) => sum + logit, 0) / all.length
  return { middle, reach: Math.max(...all.map((logit) => Math.abs(logit - middle))) || 1 }
}

/** Where a bar begins and how long it is, in percent of its whole width. */
export function barOf(logit: number, { middle, reach }: BarScale): { readonly left: number; readonly width: number } {
  const length = (50 * (logit - middle)) / reach
  return { left: 50 + Math.min(0, length), width: Math.abs(length) }
}
