// Films of pictures that a generator draws: which way they go, how long they last, and how large they are.
import type { SeedPoint } from './picture-code.ts'
import type { InterpolationMethod } from './report.ts'

/** What a film shows. All but the snapshots are loops: the picture after the last is the first. */
export type Film =
  /** From A to B and back. */
  | { readonly kind: 'between'; readonly a: SeedPoint; readonly b: SeedPoint; readonly method: InterpolationMethod }
  /** From each stop to the next, and from the last to the first, at constant speed on each of these ways. */
  | { readonly kind: 'walk'; readonly stops: readonly SeedPoint[]; readonly method: InterpolationMethod }
  /** A circle around each of the points: see LatentPoint. */
  | { readonly kind: 'noise-loop'; readonly points: readonly SeedPoint[]; readonly radius: number }
  /** The same samples at every kept step, from the first to the last. */
  | { readonly kind: 'snapshots'; readonly points: readonly SeedPoint[] }

export const FILM_FORMATS = ['mp4', 'webm', 'gif'] as const
export type FilmFormat = (typeof FILM_FORMATS)[number]

export interface FilmSettings {
  readonly format: FilmFormat
  readonly seconds: number
  readonly framesPerSecond: number
  /** Side of a pixel of a picture in pixels of the film, a whole number: players blur small films. */
  readonly factor: number
  readonly smooth: boolean
}
