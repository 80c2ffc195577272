// From what a person asks for to the point that is drawn.
import type { EditedBlend } from '../../spec/blends.ts'
import { type LatentPoint, roundPosition } from '../../spec/picture-code.ts'

/** @throws Error for a blend that has no short code */
export function pointOf({ blend, variety, directions }: EditedBlend): LatentPoint {
  const edits = { ...(variety !== undefined && { variety }), ...(directions?.length && { directions }) }
  switch (blend.kind) {
    case 'point':
      return { ...blend.point, ...edits }
    case 'pad': {
      const [topLeft, topRight, bottomLeft, bottomRight] = blend.corners
      const [x, y] = [roundPosition(blend.x), roundPosition(blend.y)]
      return { seed: topLeft.seed, pad: { topRight, bottomLeft, bottomRight, x, y }, ...edits }
    }
    case 'path':
      throw new Error('a path cannot be drawn yet')
    default:
      return blend satisfies never
  }
}
