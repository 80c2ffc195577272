// State of the pictures: the sample wall, the rotation panel, and the interpolation from sample A to sample B.
import { type Interpolation, type InterpolationMethod, type RotationPanel, type SampleGrid, WALL_LENGTH } from '../../spec/report.ts'

export type LatentEnd = 'a' | 'b'

export interface SamplesSlice {
  readonly grid: SampleGrid | null
  /** First seed of the requested wall page; `grid` may still show another page. */
  readonly first: number
  /** Seed of the enlarged sample. */
  readonly enlarged: number | null
  readonly panel: RotationPanel | null
  /** Seeds of the two ends. */
  readonly a: number | null
  readonly b: number | null
  /** The end that the next clicked sample becomes; null: a click enlarges it. */
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

/** Sets an end. While choosing by click, the next click sets the other end if that is missing. */
export function setEnd(samples: SamplesSlice, end: LatentEnd, seed: number): SamplesSlice {
  const other = end === 'a' ? 'b' : 'a'
  const next = samples.next !== null && samples[other] === null ? other : null
  return { ...samples, [end]: seed, next }
}

/** Seeds of the requested wall page. */
export function wallSeeds({ first }: Pick<SamplesSlice, 'first'>): readonly number[] {
  return Array.from({ length: WALL_LENGTH }, (_, i) => first + i)
}

/** First seed of the wall page that contains this seed. */
export function pageOf(seed: number): number {
  return seed - ((seed - 1) % WALL_LENGTH)
}

export function swapEnds(samples: SamplesSlice): SamplesSlice {
  return { ...samples, a: samples.b, b: samples.a, position: 1 - samples.position }
}

/** The run ended: what is shown stays, pending requests are dropped. */
export function endDrawing(samples: SamplesSlice): SamplesSlice {
  const { grid, enlarged } = samples
  const shown = enlarged !== null && (grid?.seeds.includes(enlarged) ?? false)
  return { ...samples, first: grid?.seeds[0] ?? 1, enlarged: shown ? enlarged : null }
}

/** A new run makes other pictures: drops them together with the chosen ends. */
export function clearPictures({ method }: SamplesSlice): SamplesSlice {
  return { ...initialSamples, method }
}
