// Pictures between chosen ones, as they are dragged and played in the studio: what is asked for. gan/latent/blend.ts turns each into a point with a code.
import type { LatentPoint, PointEdits } from './picture-code.ts'

/** How a path goes from one key picture to the next: `spline` passes them without corners. */
export const PATH_METHODS = ['slerp', 'lerp', 'spline'] as const
export type PathMethod = (typeof PATH_METHODS)[number]

/** What a picture is made from. */
export type Blend =
  | { readonly kind: 'point'; readonly point: LatentPoint }
  /** Bilinear on the sphere: along the upper and the lower edge by `x`, then from one to the other by `y`; both 0 to 1. */
  | {
      readonly kind: 'pad'
      /** Top left, top right, bottom left, bottom right. */
      readonly corners: readonly [LatentPoint, LatentPoint, LatentPoint, LatentPoint]
      readonly x: number
      readonly y: number
    }
  /** `at` counts key pictures: 1.5 is half-way from the second to the third. A closed path goes on from the last to the first. */
  | {
      readonly kind: 'path'
      readonly keys: readonly LatentPoint[]
      readonly method: PathMethod
      readonly closed: boolean
      readonly at: number
    }

/** A blend, and what is then changed of it. */
export interface EditedBlend extends Pick<PointEdits, 'variety' | 'directions'> {
  readonly blend: Blend
}
