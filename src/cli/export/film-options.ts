// The film that a command line asks for.
import {
  checkFilm,
  defaultFactor,
  FILM_FACTS,
  FILM_LIMITS,
  FIRST_SAMPLES,
  type Film,
  type FilmFormat,
  type FilmPlan,
  planFilm,
} from '../../spec/films.ts'
import type { SeedPoint } from '../../spec/picture-code.ts'
import type { InterpolationMethod } from '../../spec/report.ts'
import type { StoredRun } from '../../store/stored-run.ts'
import type { Options } from '../arguments.ts'
import { classesOf, findClass } from '../class-option.ts'
import { UsageError } from '../errors.ts'
import { type Grid, readGrid } from '../grid-option.ts'
import { readSeeds } from '../seed-option.ts'
import type { FormatOption } from './format.ts'
import { readState } from './open-run.ts'
import { readPath } from './path-option.ts'

export const FILM_OPTIONS = [
  'film',
  'codes',
  'times',
  'easing',
  'open',
  'seeds',
  'class',
  'radius',
  'method',
  'seconds',
  'fps',
  'scale',
  'smooth',
  'grid',
  'step',
] as const satisfies readonly FormatOption[]

const KINDS = ['walk', 'between', 'loop', 'path', 'snapshots'] as const
type Kind = (typeof KINDS)[number]
type SampleKind = Exclude<Kind, 'path'>
const SAMPLE_KINDS = KINDS.filter((kind): kind is SampleKind => kind !== 'path')
const METHODS = ['slerp', 'lerp'] as const satisfies readonly InterpolationMethod[]

export interface PlannedFilm {
  readonly film: Film
  readonly plan: FilmPlan
}

/** @throws UsageError for the first thing that is not possible */
export async function readFilm(format: FilmFormat, run: StoredRun, options: Options): Promise<PlannedFilm> {
  const kind = options.choice('film', KINDS)
  refuseOthers(kind, options)
  const grid = readGrid(options)
  const { film, seconds } =
    kind === 'path'
      ? await readPath(run, options)
      : { film: filmOf(kind, await readPoints(kind, grid, run, options), options), seconds: FILM_LIMITS.seconds.default }
  const settings = {
    format,
    seconds: number(options, 'seconds', seconds),
    framesPerSecond: number(options, 'fps', FILM_FACTS[format].defaultRate),
    factor: 1,
    smooth: options.flag('smooth'),
  }
  const plan = planFilm(film, settings, run.record.config.size, grid?.columns)
  const enlarged = { ...plan, settings: { ...settings, factor: number(options, 'scale', defaultFactor(plan)) } }
  const problem = checkFilm(film, enlarged)
  if (problem !== null) throw new UsageError(problem)
  return { film, plan: enlarged }
}

/** Options that would say nothing for this kind of film. @throws UsageError */
function refuseOthers(kind: Kind, options: Options): void {
  const onlyFor: Partial<Record<FormatOption, readonly Kind[]>> = {
    codes: ['path'],
    times: ['path'],
    easing: ['path'],
    open: ['path'],
    seeds: SAMPLE_KINDS,
    seed: SAMPLE_KINDS,
    count: SAMPLE_KINDS,
    radius: ['loop'],
    method: ['walk', 'between', 'path'],
    grid: ['loop', 'snapshots'],
    class: ['walk', 'between', 'loop'],
    step: ['walk', 'between', 'loop', 'path'],
  }
  for (const [option, kinds] of Object.entries(onlyFor)) {
    if ((options.text(option) !== undefined || options.flag(option)) && !kinds.includes(kind))
      throw new UsageError(`--${option} is not for --film ${kind} but for ${kinds.join(', ')}.`)
  }
}

function filmOf(kind: SampleKind, points: readonly SeedPoint[], options: Options): Film {
  const method = options.choice('method', METHODS)
  switch (kind) {
    case 'walk':
      return { kind, stops: points, method }
    case 'between': {
      const [a, b] = points
      if (!a || !b || points.length > 2) throw new UsageError(`--film between takes two seeds, not ${points.length}.`)
      return { kind, a, b, method }
    }
    case 'loop':
      return { kind: 'noise-loop', points, radius: number(options, 'radius', FILM_LIMITS.radius.default) }
    case 'snapshots':
      return { kind, points }
    default:
      return kind satisfies never
  }
}

async function readPoints(kind: SampleKind, grid: Grid | null, run: StoredRun, options: Options): Promise<SeedPoint[]> {
  const count = grid ? grid.columns * grid.rows : FIRST_SAMPLES[kind === 'loop' ? 'noise-loop' : kind]
  const seeds = readSeeds(options, count, FILM_LIMITS.cells.max)
  const wanted = options.text('class')
  if (wanted === undefined) return seeds.map((seed) => ({ seed }))
  const { classes } = await readState(run, options)
  const index = findClass(wanted, classesOf(classes, '--class'))
  return seeds.map((seed) => ({ seed, class: index }))
}

function number(options: Options, name: FormatOption, fallback: number): number {
  const text = options.text(name)
  const value = text === undefined ? fallback : Number(text)
  if (text?.trim() === '' || !Number.isFinite(value)) throw new UsageError(`--${name} is a number, not “${text}”.`)
  return value
}
