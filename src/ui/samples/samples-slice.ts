// State of the pictures: the sample wall, the rotation panel, and the interpolation from sample A to sample B.
import type { Interpolation } from '../../spec/interpolation.ts'
import type { InterpolationMethod, RotationPanel, SampleGrid } from '../../spec/report.ts'
import { cellOf, MIXED, type SampleId, viewOfGrid, type WallView } from './wall-view.ts'

export type LatentEnd = 'a' | 'b'

/** What the next clicked sample becomes: an end, or the one whose class is changed. */
export type PickTarget = LatentEnd | 'morph'

/** From one class to another at a fixed seed. */
export interface ClassMorph {
  readonly seed: number
  readonly from: number
  readonly to: number
}

export interface SamplesSlice {
  readonly grid: SampleGrid | null
  /** First seed of the requested wall page; `grid` may still show another page. */
  readonly first: number
  /** The requested layout of the wall; `grid` may still have another one. */
  readonly view: WallView
  /** The enlarged sample. */
  readonly enlarged: SampleId | null
  readonly panel: RotationPanel | null
  /** The two ends. */
  readonly a: SampleId | null
  readonly b: SampleId | null
  /** What the next clicked sample becomes; null: a click enlarges it. */
  readonly next: PickTarget | null
  /** What the strip goes between: samples A and B, or two classes of one sample. */
  readonly between: 'samples' | 'classes'
  readonly morph: ClassMorph
  readonly method: InterpolationMethod
  /** Position of the slider: 0 is A or the first class, 1 is B or the second. */
  readonly position: number
  /** `STRIP_LENGTH` pictures of the strip, then the one at the slider. */
  readonly interpolation: Interpolation | null
}

export const STRIP_LENGTH = 9

export const initialSamples: SamplesSlice = {
  grid: null,
  first: 1,
  view: MIXED,
  enlarged: null,
  panel: null,
  a: null,
  b: null,
  next: null,
  between: 'samples',
  morph: { seed: 1, from: 0, to: 1 },
  method: 'slerp',
  position: 0.5,
  interpolation: null,
}

/** Sets an end. While choosing by click, the next click sets the other end if that is missing. */
export function setEnd(samples: SamplesSlice, end: LatentEnd, sample: SampleId): SamplesSlice {
  const other = end === 'a' ? 'b' : 'a'
  const next = samples.next !== null && samples.next !== 'morph' && samples[other] === null ? other : null
  return { ...samples, [end]: sample, next }
}

export function swapEnds(samples: SamplesSlice): SamplesSlice {
  return { ...samples, a: samples.b, b: samples.a, position: 1 - samples.position }
}

/** The run ended: what is shown stays, pending requests are dropped. */
export function endDrawing(samples: SamplesSlice): SamplesSlice {
  const { grid, enlarged } = samples
  const shown = grid !== null && enlarged !== null && cellOf(grid, enlarged) >= 0
  const view = grid === null ? MIXED : viewOfGrid(grid)
  return { ...samples, first: grid?.seeds[0] ?? 1, view, enlarged: shown ? enlarged : null }
}

/** A new run makes other pictures: drops them together with the chosen ends. */
export function clearPictures({ method }: SamplesSlice): SamplesSlice {
  return { ...initialSamples, method }
}
