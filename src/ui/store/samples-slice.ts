// Pictures: the sample wall, the rotation panel, and the way from sample A to sample B.
import type { InterpolationMethod, Pictures, RotationPanel, SampleGrid } from '../../spec/report.ts'

export type LatentEnd = 'a' | 'b'

export interface Interpolation {
  readonly step: number
  /** `STRIP_LENGTH` pictures of the strip, then the one at the slider. */
  readonly pictures: Pictures
}

export interface SamplesSlice {
  readonly grid: SampleGrid | null
  readonly panel: RotationPanel | null
  /** Seeds of the two ends. */
  readonly a: number | null
  readonly b: number | null
  /** The end that the next chosen sample becomes. */
  readonly next: LatentEnd
  readonly method: InterpolationMethod
  /** Position of the slider: 0 is A, 1 is B. */
  readonly position: number
  readonly interpolation: Interpolation | null
}

export const STRIP_LENGTH = 9

export const initialSamples: SamplesSlice = {
  grid: null,
  panel: null,
  a: null,
  b: null,
  next: 'a',
  method: 'slerp',
  position: 0.5,
  interpolation: null,
}

/** The sample that was clicked becomes one end, and the next click sets the other. */
export function pickSample(samples: SamplesSlice, seed: number): SamplesSlice {
  if (samples.next === 'a') return { ...samples, a: seed, next: 'b' }
  return { ...samples, b: seed, next: 'a' }
}

export function swapEnds(samples: SamplesSlice): SamplesSlice {
  return { ...samples, a: samples.b, b: samples.a, position: 1 - samples.position }
}

/** A new run makes other pictures: the ends that were chosen among the old ones are gone with them. */
export function clearPictures({ method }: SamplesSlice): SamplesSlice {
  return { ...initialSamples, method }
}
