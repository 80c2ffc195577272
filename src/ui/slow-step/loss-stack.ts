// Where the parts of two losses lie on bars of one scale.
import type { LossTerm, SlowStep } from '../../spec/slow-step.ts'

/** In percent of the whole width. */
export interface Segment {
  readonly name: string
  readonly left: number
  readonly width: number
}

/** Parts above zero follow each other to the right of it, parts below to the left. */
export function stackOf({ discriminator, generator }: SlowStep['losses']): Readonly<Record<keyof SlowStep['losses'], Segment[]>> {
  const parts = [discriminator, generator].map(partsOf)
  const lowest = Math.min(0, ...parts.flat().map(({ from }) => from))
  const highest = Math.max(0, ...parts.flat().map(({ to }) => to))
  const percent = 100 / (highest - lowest || 1)
  const [ofD, ofG] = parts.map((all) =>
    all.map(({ name, from, to }) => ({ name, left: (from - lowest) * percent, width: (to - from) * percent })),
  ) as [Segment[], Segment[]]
  return { discriminator: ofD, generator: ofG }
}

function partsOf(terms: readonly LossTerm[]): { readonly name: string; readonly from: number; readonly to: number }[] {
  let [above, below] = [0, 0]
  return terms.map(({ name, value, weight }) => {
    const part = weight * value
    const [from, to] = part >= 0 ? [above, above + part] : [below + part, below]
    if (part >= 0) above = to
    else below = from
    return { name, from, to }
  })
}
