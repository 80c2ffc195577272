// Films of pictures that a generator draws: what they show, how long they last, how large they are, and which of all that is possible.
import { PATH_LIMITS, type TimedPath } from './paths.ts'
import type { PointEdits, SeedPoint } from './picture-code.ts'
import { sheetSize } from './picture-sheet.ts'
import { type InterpolationMethod, WALL_LENGTH } from './report.ts'
import { grouped } from './words.ts'

/** What a film shows. */
export type Film =
  /** From A to B and back. */
  | { readonly kind: 'between'; readonly a: SeedPoint; readonly b: SeedPoint; readonly method: InterpolationMethod }
  /** From each stop to the next, and from the last to the first, at constant speed on each of these ways. */
  | ({ readonly kind: 'walk'; readonly stops: readonly SeedPoint[]; readonly method: InterpolationMethod } & FilmEdits)
  /** A circle around each of the points: see LatentPoint. */
  | ({ readonly kind: 'noise-loop'; readonly points: readonly SeedPoint[]; readonly radius: number } & FilmEdits)
  /** Through key pictures, each way for its share of the time. */
  | PathFilm
  /** The same samples at every kept step, from the first to the last. */
  | { readonly kind: 'snapshots'; readonly points: readonly SeedPoint[] }

export type PathFilm = { readonly kind: 'path'; readonly path: TimedPath } & FilmEdits

/** What is changed of every picture. */
export type FilmEdits = Pick<PointEdits, 'variety' | 'directions'>

export const FILM_KINDS = ['between', 'walk', 'noise-loop', 'path', 'snapshots'] as const satisfies readonly Film['kind'][]

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

interface FormatFacts {
  readonly label: string
  /** The media type. */
  readonly type: string
  /** Frames a second that can be chosen. */
  readonly rates: readonly number[]
  readonly defaultRate: number
  /** Codecs of video store colour for squares of two by two pixels. */
  readonly evenSides: boolean
  /** Bytes of the file for each pixel of each frame, of pictures whose pixels are squares and of smooth ones. Films of several runs took from a third to three times as many. */
  readonly bytesPerPixel: { readonly squares: number; readonly smooth: number }
}

/** A GIF counts time in hundredths of a second, and viewers slow down frames of less than two: these rates are exact. */
const GIF_RATES = [10, 20, 25, 50]
const VIDEO_RATES = [24, 25, 30, 60]

export const FILM_FACTS: Readonly<Record<FilmFormat, FormatFacts>> = {
  mp4: {
    label: 'MP4',
    type: 'video/mp4',
    rates: VIDEO_RATES,
    defaultRate: 30,
    evenSides: true,
    bytesPerPixel: { squares: 0.03, smooth: 0.04 },
  },
  webm: {
    label: 'WebM',
    type: 'video/webm',
    rates: VIDEO_RATES,
    defaultRate: 30,
    evenSides: true,
    bytesPerPixel: { squares: 0.03, smooth: 0.03 },
  },
  gif: {
    label: 'GIF',
    type: 'image/gif',
    rates: GIF_RATES,
    defaultRate: 25,
    evenSides: false,
    bytesPerPixel: { squares: 0.1, smooth: 0.3 },
  },
}

/** Radii are in quarter turns, as in LatentPoint. */
export const FILM_LIMITS = {
  seconds: { min: 1, max: 60, default: 6 },
  radius: { min: 0.01, max: 1, default: 0.5 },
  stops: { min: 2, max: 64 },
  /** Pictures in a frame. */
  cells: { min: 1, max: 64 },
  /** Of a frame, in pixels. */
  side: { min: 16, max: 4096 },
} as const

/** Films of samples that are chosen one by one. */
export type SampleFilmKind = Exclude<Film['kind'], 'path'>

/** Samples that a film of each kind begins with, until others are chosen. */
export const FIRST_SAMPLES: Readonly<Record<SampleFilmKind, number>> = { between: 2, walk: 4, 'noise-loop': 9, snapshots: 16 }

/** Pixels of all pictures of a film, before they are enlarged: they are held in memory until the colours of the GIF have been chosen from all of them. */
const MAX_GIF_PIXELS = 48 << 20

/** The side of a film from which on players show it without blurring it much. */
const SHARP_SIDE = 512

/** A film as it is encoded: frames of the same number of pictures, laid out as a sheet. */
export interface FilmPlan {
  readonly settings: FilmSettings
  /** Number of frames. */
  readonly frames: number
  /** Number of pictures in a frame. */
  readonly cells: number
  readonly columns: number
  /** Side of a picture, before it is enlarged. */
  readonly size: number
}

/** What a browser says of a format: null where it encodes it, else why it does not. */
export interface FilmOffer {
  readonly format: FilmFormat
  readonly sentence: string | null
}

/** Pictures that a frame shows side by side. */
export function cellsOf(film: Film): number {
  return film.kind === 'noise-loop' || film.kind === 'snapshots' ? film.points.length : 1
}

/** Whether the picture after the last is the first. */
export function isLoop(film: Film): boolean {
  return film.kind === 'path' ? film.path.closed : film.kind !== 'snapshots'
}

export function planFilm(film: Film, settings: FilmSettings, size: number, columns = squareColumns(cellsOf(film))): FilmPlan {
  return { settings, frames: Math.round(settings.seconds * settings.framesPerSecond), cells: cellsOf(film), columns, size }
}

/** So that as many rows as columns, or nearly so, hold that many pictures. */
export function squareColumns(cells: number): number {
  return Math.max(1, Math.ceil(Math.sqrt(cells)))
}

/** Of a frame, in pixels. */
export function filmSize({ settings, cells, columns, size }: FilmPlan): { readonly width: number; readonly height: number } {
  const { width, height } = sheetSize({ count: cells, size }, { columns, factor: settings.factor })
  if (!FILM_FACTS[settings.format].evenSides) return { width, height }
  return { width: width + (width % 2), height: height + (height % 2) }
}

/** Of the file, roughly: how much pictures change from frame to frame is not known beforehand. */
export function estimateFilmBytes(plan: FilmPlan): number {
  const { width, height } = filmSize(plan)
  const { squares, smooth } = FILM_FACTS[plan.settings.format].bytesPerPixel
  return Number((width * height * plan.frames * (plan.settings.smooth ? smooth : squares)).toPrecision(1))
}

type Frame = Pick<FilmPlan, 'cells' | 'columns' | 'size'>

/** Whole factors to choose from: as drawn, and those that make the longer side of a frame at least SHARP_SIDE, twice and four times that. */
export function filmFactors(frame: Frame): number[] {
  const longer = longerSide(frame)
  const factors = [1, ...[1, 2, 4].map((times) => Math.ceil((times * SHARP_SIDE) / longer))]
  return [...new Set(factors)].filter((factor) => factor * longer <= FILM_LIMITS.side.max)
}

/** The first factor that makes the longer side of a frame at least SHARP_SIDE. */
export function defaultFactor(frame: Frame): number {
  return Math.max(1, Math.ceil(SHARP_SIDE / longerSide(frame)))
}

/** As drawn, in pixels. */
function longerSide({ cells, columns, size }: Frame): number {
  const { width, height } = sheetSize({ count: cells, size }, { columns, factor: 1 })
  return Math.max(width, height)
}

/** The sentence for a person about the first thing that is not possible; null: everything is. */
export function checkFilm(film: Film, plan: FilmPlan): string | null {
  return checkWay(film) ?? checkSettings(plan.settings) ?? checkSize(plan)
}

function checkWay(film: Film): string | null {
  const { stops, cells, radius } = FILM_LIMITS
  if (film.kind === 'walk' && isOutside(film.stops.length, stops))
    return `A walk goes through ${range(stops)} samples, not ${film.stops.length}.`
  if (film.kind === 'path' && isOutside(film.path.keys.length, PATH_LIMITS.keys))
    return `A path goes through ${range(PATH_LIMITS.keys)} key pictures, not ${film.path.keys.length}.`
  if (isOutside(cellsOf(film), cells)) return `A film shows ${range(cells)} pictures side by side, not ${cellsOf(film)}.`
  if (film.kind === 'noise-loop' && isOutside(film.radius, radius))
    return `The radius of a loop is ${range(radius)} quarter turns, not ${film.radius}.`
  return null
}

function checkSettings({ format, seconds, framesPerSecond }: FilmSettings): string | null {
  const { label, rates } = FILM_FACTS[format]
  if (isOutside(seconds, FILM_LIMITS.seconds)) return `A film lasts ${range(FILM_LIMITS.seconds)} seconds, not ${seconds}.`
  if (!rates.includes(framesPerSecond)) return `${label} can have ${rates.join(', ')} frames a second, not ${framesPerSecond}.`
  return null
}

function checkSize(plan: FilmPlan): string | null {
  const { settings, cells, size } = plan
  const { width, height } = filmSize(plan)
  const { min, max } = FILM_LIMITS.side
  if (!Number.isInteger(settings.factor) || settings.factor < 1)
    return `Pictures are enlarged by a whole factor, not by ${settings.factor}.`
  if (Math.max(width, height) > max)
    return `The film would be ${grouped(width)} × ${grouped(height)} pixels, and its sides may have at most ${grouped(max)}: take a smaller factor, or fewer pictures.`
  if (Math.min(width, height) < min)
    return `The film would be ${width} × ${height} pixels, and its sides must have at least ${min}: take a larger factor.`
  if (settings.format === 'gif' && plan.frames * cells * size * size > MAX_GIF_PIXELS)
    return 'That is too much for a GIF: take fewer seconds, frames or pictures, or a video.'
  return null
}

/** Why there is no film of the kept steps of a run. @param kept how many there are */
export function tooFewSteps(kept: number): string {
  if (kept < 2) return 'A film through training needs two kept steps, and this run has fewer: one that trains on will have them.'
  const [first, last] = [1, WALL_LENGTH]
  return `Of most steps of this run only the samples of the seeds ${first} to ${last} are kept, each of its own class: choose among these.`
}

interface Range {
  readonly min: number
  readonly max: number
}

const isOutside = (value: number, { min, max }: Range) => !(value >= min && value <= max)
const range = ({ min, max }: Range) => `${min} to ${max}`
