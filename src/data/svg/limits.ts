// Limits of a drawing's styles: a budget of work, and refusals of what would be drawn wrongly.
import { Refusal } from '../errors.ts'

/** Takes work off the budget. @throws Refusal once it is exhausted */
export type Spend = (work: number) => void

/** Steps of matching and copying: a few seconds. The largest real drawings need a hundredth. */
const MAX_WORK = 5_000_000

export const tooMuchStyle = () => new Refusal('unfit', 'The SVG has too many style rules: make it simpler, or save it as PNG.')

export function createSpend(): Spend {
  let left = MAX_WORK
  return (work) => {
    left -= work
    if (left < 0) throw tooMuchStyle()
  }
}

/** For what would be drawn in wrong colours or places. */
export function notDrawn(what: string): Refusal {
  const shown = what.length > 60 ? `${what.slice(0, 60)}...` : what
  return new Refusal('unknown', `The SVG uses ${shown}, which this program cannot draw: save it as PNG.`)
}

export function tooManyParts(): Refusal {
  return new Refusal('unfit', 'The SVG has too many parts, or parts too deep within parts: make it simpler, or save it as PNG.')
}
