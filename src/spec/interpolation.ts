// Pictures on the way from one sample to another, as they are reported.
import type { Pictures } from './image-block.ts'
import type { LatentPoint } from './picture-code.ts'

/** Pictures from the sample of seed `a` to that of seed `b`. */
export interface Interpolation {
  readonly step: number
  readonly a: number
  readonly b: number
  /** Of each picture where it comes from. */
  readonly points: readonly LatentPoint[]
  readonly pictures: Pictures
}
