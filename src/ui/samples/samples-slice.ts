// Pictures: the sample wall, the rotation panel, and the way from sample A to sample B.
import { type Interpolation, type InterpolationMethod, type RotationPanel, type SampleGrid, WALL_LENGTH } from '../../spec/report.ts'

export type LatentEnd = 'a' | 'b'

export interface SamplesSlice {
  readonly grid: SampleGrid | null
  /** The first of the seeds that are wanted on the wall; the grid may still be of others. */
  readonly first: number
  /** Seed of the sample that is looked at on its own. */
  readonly enlarged: number | null
  readonly panel: RotationPanel | null
  /** Seeds of the two ends. */
  readonly a: number | null
  readonly b: number | null
  /** The end that the sample clicked next becomes; null where a click enlarges it. */
  readonly next: LatentEnd | null
  readonly method: InterpolationMethod
  /** Position of the slider: 0 is A, 1 is B. */
  readonly position: number
  /** `STRIP_LENGTH` pictures of the strip, then the one at the slider. */
  readonly interpolation: Interpolation | null
}

export const STRIP_LENGTH = 9

export const initialSamples: SamplesSlice = {
  grid: null,
  first: 1,
  enlarged: null,
  panel: null,
  a: null,
  b: null,
  next: null,
  method: 'slerp',
  position: 0.5,
  interpolation: null,
}

/** The sample becomes this end; where clicks choose the ends, the next one chooses the other, should that be missing. */
export function setEnd(samples: SamplesSlice, end: LatentEnd, seed: number): SamplesSlice {
  const other = end === 'a' ? 'b' : 'a'
  const next = samples.next !== null && samples[other] === null ? other : null
  return { ...samples, [end]: seed, next }
}

/** The wall shows these seeds next. */
export function wallSeeds({ first }: Pick<SamplesSlice, 'first'>): readonly number[] {
  return Array.from({ length: WALL_LENGTH }, (_, i) => first + i)
}

/** First seed of the page of the wall that this one is on. */
export function pageOf(seed: number): number {
  return seed - ((seed - 1) % WALL_LENGTH)
}

export function swapEnds(samples: SamplesSlice): SamplesSlice {
  return { ...samples, a: samples.b, b: samples.a, position: 1 - samples.position }
}

/** Nothing more will be drawn: what is shown stays, and what was still to come is waited for no longer. */
export function endDrawing(samples: SamplesSlice): SamplesSlice {
  const { grid, enlarged } = samples
  const shown = enlarged !== null && (grid?.seeds.includes(enlarged) ?? false)
  return { ...samples, first: grid?.seeds[0] ?? 1, enlarged: shown ? enlarged : null }
}

/** A new run makes other pictures: the ends that were chosen among the old ones are gone with them. */
export function clearPictures({ method }: SamplesSlice): SamplesSlice {
  return { ...initialSamples, method }
}
