// Which picture of a run: where in the input space of its generator it comes from, and the short code that says so everywhere (on the page, in
// files, in links and on the command line).
import type { InterpolationMethod } from './report.ts'

/** A sample: a seed, and with classes which one. */
export interface SeedPoint {
  readonly seed: number
  /** Index of the class; without it drawn by frequency, always the same for a seed. Not read where the generator is told none. */
  readonly class?: number
}

/** A point of the generator's input space. */
export interface LatentPoint extends SeedPoint {
  /** On the way to another sample: `at` 0 is this one, 1 is the other. */
  readonly towards?: SeedPoint & { readonly at: number; readonly method: InterpolationMethod }
  /** On a circle around the seed, where a noise loop passes: `radius` is the angle to the seed in quarter turns, `at` 0 and 1 are the same point of it. */
  readonly loop?: { readonly radius: number; readonly at: number }
}

/** A picture that can be found again. */
export interface PictureCode {
  /** Of the run: see `runCode`. */
  readonly run: string
  readonly step: number
  readonly point: LatentPoint
}

const RUN_LENGTH = 6
/** Stands for a run that nobody keeps. */
export const UNKNOWN_RUN = 'run'

/** The part of a code that names the run: the first letters and digits of its id. */
export function runCode(id: string | null): string {
  const letters = (id ?? '').toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return letters === '' ? UNKNOWN_RUN : letters.slice(0, RUN_LENGTH)
}

/**
 * `RUN-STEP-SEED`, then what was changed about the seed: `c3` the third class; `to77` on the way to seed 77, `toc5` to the fifth class, `at0.25` a quarter of
 * it, `lerp` in a straight line; `loop0.5` on the circle at half a right angle, also with `at`. So `k3f9x2-1500-42-c3-to77-at0.25`.
 */
export function writePictureCode({ run, step, point }: PictureCode): string {
  const { seed, class: own, towards, loop } = point
  const edits = [
    own === undefined ? [] : [`c${own + 1}`],
    towards ? [`to${towards.seed}`, ...(towards.class === undefined ? [] : [`toc${towards.class + 1}`]), `at${towards.at}`] : [],
    towards?.method === 'lerp' ? ['lerp'] : [],
    loop ? [`loop${loop.radius}`, `at${loop.at}`] : [],
  ]
  return [run, step, seed, ...edits.flat()].join('-')
}
