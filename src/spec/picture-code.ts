// Which picture of a run: where in the input space of its generator it comes from, and the short code that says so everywhere (on the page, in
// files, in links and on the command line).
import type { InterpolationMethod, SampleGrid } from './report.ts'

/** A sample: a seed, and with classes which one. */
export interface SeedPoint {
  readonly seed: number
  /** Index of the class; without it drawn by frequency, always the same for a seed. Not read where the generator is told none. */
  readonly class?: number
}

/** On the way to another sample: `at` 0 is where it begins, 1 is the other. */
export interface Towards extends SeedPoint {
  readonly at: number
  readonly method: InterpolationMethod
}

/** On a circle around a seed, where a noise loop passes: `radius` is the angle to the seed in quarter turns, `at` 0 and 1 are the same point of it. */
export interface OnCircle {
  readonly radius: number
  readonly at: number
}

/** Between four samples: `x` from the left (0) to the right (1), `y` from the top to the bottom; the point's own seed is the corner at the top left. */
export interface BetweenFour {
  readonly topRight: SeedPoint
  readonly bottomLeft: SeedPoint
  readonly bottomRight: SeedPoint
  readonly x: number
  readonly y: number
}

/** At most one way to leave the seed. */
export type Move =
  | { readonly towards?: never; readonly loop?: never; readonly pad?: never }
  | { readonly towards: Towards; readonly loop?: never; readonly pad?: never }
  | { readonly towards?: never; readonly loop: OnCircle; readonly pad?: never }
  | { readonly towards?: never; readonly loop?: never; readonly pad: BetweenFour }

/** Thirds of the layers of a generator, the early ones nearest to the latent. */
export const LAYER_ZONES = ['early', 'middle', 'late'] as const
export type LayerZone = (typeof LAYER_ZONES)[number]

/**
 * How directions were found: `pc`, principal components of G's first activations [Härkönen et al. 2020]; `cf`, closed-form factorisation of the
 * weights of its first layer [Shen and Zhou 2021].
 */
export const DIRECTION_SETS = ['pc', 'cf'] as const
export type DirectionSet = (typeof DIRECTION_SETS)[number]

/** So far along a direction of the generator, in standard deviations of the latents. */
export interface DirectionEdit {
  readonly set: DirectionSet
  /** From 0, the direction that changes most first. */
  readonly index: number
  readonly sigmas: number
  /** Absent: of the latent itself, which all layers see the effect of. */
  readonly zone?: LayerZone
}

/** What is changed of a point, whatever it is made from. */
export interface PointEdits {
  /**
   * The latent as a text (latent-text.ts), in the place of that of the seed: one that no seed gives, such as that of a photo. Moves do not leave it:
   * they change the class alone.
   */
  readonly latent?: string
  /** What the latent is multiplied by before it goes along directions, 1 if absent: at 0 it is the mean of all, whatever the seed. */
  readonly variety?: number
  readonly directions?: readonly DirectionEdit[]
}

/** A point of the generator's input space: a seed, moved and edited. */
export type LatentPoint = SeedPoint & Move & PointEdits

/** The layers of a generator from a zone on come from another state of the run. */
export interface LayerMix {
  readonly step: number
  readonly from: Exclude<LayerZone, 'early'>
}

/** A picture that can be found again. */
export interface PictureCode {
  /** Of the run: see `runCode`. */
  readonly run: string
  readonly step: number
  readonly point: LatentPoint
  readonly mix?: LayerMix
}

const RUN_LENGTH = 6
/** Stands for a run that nobody keeps, or whose file does not say which it is. */
export const UNKNOWN_RUN = 'run'

/** So begin the ids of runs from files that do not say which run it is. */
export const NAMELESS_ID = `${UNKNOWN_RUN}-`

/** The part of a code that names the run: the first letters and digits of its id. */
export function runCode(id: string | null): string {
  const letters = (id ?? '').toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return letters === '' || id?.startsWith(NAMELESS_ID) ? UNKNOWN_RUN : letters.slice(0, RUN_LENGTH)
}

/** Digits after the point of a number in a code. */
const DECIMALS = 6

/** As near as a code can say it. What draws a point rounds it first, so that the code of a picture leads back to that very picture. */
export function roundPosition(value: number): number {
  const scale = 10 ** DECIMALS
  return (Math.sign(value) * Math.round(Math.abs(value) * scale)) / scale
}

/** Each sample of a grid. */
export function pointsOfGrid({ seeds, classes }: Pick<SampleGrid, 'seeds' | 'classes'>): SeedPoint[] {
  return seeds.map((seed, i) => seedPoint(seed, classes?.[i]))
}

export function seedPoint(seed: number, index: number | null | undefined): SeedPoint {
  return index === undefined || index === null ? { seed } : { seed, class: index }
}

/** The point at `at` on the way from one sample to another. The ends themselves are samples like any other: their codes say no more than that. */
export function pointBetween(from: SeedPoint, to: SeedPoint, at: number, method: InterpolationMethod): LatentPoint {
  const position = roundPosition(at)
  if (position === 0 || (from.seed === to.seed && from.class === to.class)) return from
  return position === 1 ? to : { ...from, towards: { ...to, at: position, method } }
}

/** Whether two points say the same, in the text of a code. */
export function isSamePoint(a: LatentPoint, b: LatentPoint): boolean {
  return editsOf(a).join('-') === editsOf(b).join('-')
}

/**
 * `RUN-STEP-SEED`, then the edits, each a name with its value. `c3`: the third class. `to77`: on the way to seed 77, `toc5` to the fifth class (without
 * `to`, of the same latent), `at0.25` a quarter of it, `lerp` in a straight line. `loop0.5`: on the circle at half a right angle, also with `at`.
 * `pad5.9c2.c3`: between four, the other corners are seed 5, seed 9 in the second class and the same seed in the third, at `x0.25` and `y0.5`. `z` and
 * letters: an own latent (latent-text.ts). `var0.7`: its variety. `pc3p1.5late`: 1.5 sigma along the third of the principal components, in the late
 * layers; `cf2m0.5`: half a sigma back along the second of the closed-form factors. `mix2000late`: with the late layers of step 2000. So `k3f9x2-1500-42-c3-to77-at0.25`: letters, digits, points and
 * dashes, which a link carries as they are. Numbers have no sign and no exponent; what changes nothing is left out.
 */
export function writePictureCode({ run, step, point, mix }: PictureCode): string {
  return [run, step, ...editsOf(point), ...(mix ? [`mix${mix.step}${mix.from}`] : [])].join('-')
}

/** Letters of a name that all systems take, and people still read. */
const MAX_NAME = 100

/** For a file of the picture: the code, of which a long latent is cut. The whole code is in the text of a PNG. */
export function pictureFileName(code: string): string {
  return code.slice(0, MAX_NAME)
}

/** The seed, and then the edits. */
function editsOf(point: LatentPoint): string[] {
  const { seed, class: own, latent, variety = 1, directions = [] } = point
  return [
    `${seed}`,
    ...(own === undefined ? [] : [`c${own + 1}`]),
    ...moveEdits(point),
    ...(latent === undefined ? [] : [`z${latent}`]),
    ...(roundPosition(variety) === 1 ? [] : [`var${roundPosition(variety)}`]),
    ...directions.flatMap(directionEdits),
  ]
}

function moveEdits({ seed, towards, loop, pad }: LatentPoint): string[] {
  if (loop) return [`loop${roundPosition(loop.radius)}`, `at${roundPosition(loop.at)}`]
  if (pad) {
    const corners = [pad.topRight, pad.bottomLeft, pad.bottomRight].map((corner) => cornerText(corner, seed))
    return [`pad${corners.join('.')}`, `x${roundPosition(pad.x)}`, `y${roundPosition(pad.y)}`]
  }
  if (!towards) return []
  const { seed: other, class: index, at, method } = towards
  const to = other === seed && index !== undefined ? [] : [`to${other}`]
  return [...to, ...(index === undefined ? [] : [`toc${index + 1}`]), `at${roundPosition(at)}`, ...(method === 'lerp' ? ['lerp'] : [])]
}

function cornerText({ seed, class: index }: SeedPoint, own: number): string {
  if (index === undefined) return `${seed}`
  return `${seed === own ? '' : seed}c${index + 1}`
}

function directionEdits({ set, index, sigmas, zone }: DirectionEdit): string[] {
  const size = roundPosition(Math.abs(sigmas))
  return size === 0 ? [] : [`${set}${index + 1}${sigmas < 0 ? 'm' : 'p'}${size}${zone ?? ''}`]
}
