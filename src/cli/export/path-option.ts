// `--film path`: key pictures by their codes, and the time from each to the next.
import { PATH_METHODS } from '../../spec/blends.ts'
import { whyNoClass, whyNoDirection, whyNoLatent, whyOtherRun } from '../../spec/code-of-run.ts'
import { directionCounts } from '../../spec/directions.ts'
import { FILM_LIMITS, type PathFilm } from '../../spec/films.ts'
import { EASINGS, PATH_LIMITS, pathSeconds } from '../../spec/paths.ts'
import type { LatentPoint } from '../../spec/picture-code.ts'
import { readPictureCode } from '../../spec/read-picture-code.ts'
import type { StoredRun } from '../../store/stored-run.ts'
import type { Options } from '../arguments.ts'
import { UsageError } from '../errors.ts'
import { readState } from './open-run.ts'

const EASING_NAMES = ['even', 'slow'] as const

export interface PathOption {
  readonly film: PathFilm
  /** As long as its ways together, where `--times` says how long each is. */
  readonly seconds: number
}

/** The path of `--codes`, `--times`, `--easing`, `--method` and `--open`. @throws UsageError */
export async function readPath(run: StoredRun, options: Options): Promise<PathOption> {
  const points = await readPoints(options.required('codes'), run, options)
  const closed = !options.flag('open')
  const times = readTimes(options.text('times'), closed ? points.length : points.length - 1)
  const easing = EASINGS[EASING_NAMES.indexOf(options.choice('easing', EASING_NAMES))] as (typeof EASINGS)[number]
  const keys = points.map((point, i) => ({ point, seconds: times?.[i] ?? PATH_LIMITS.seconds.default, easing }))
  const path = { keys, method: options.choice('method', METHODS), closed }
  return { film: { kind: 'path', path }, seconds: times ? pathSeconds(path) : FILM_LIMITS.seconds.default }
}

/** The first is the one that is taken where none is asked for. */
const METHODS = ['spline', ...PATH_METHODS.filter((method) => method !== 'spline')] as const

/** Codes of another step are of other pictures, but of the same points. */
async function readPoints(text: string, run: StoredRun, options: Options): Promise<readonly LatentPoint[]> {
  const codes = text.split(',').map((each) => {
    const read = readPictureCode(each)
    if ('problem' in read) throw new UsageError(`--codes: ${read.problem}`)
    refuse(whyOtherRun(read.code, run.record))
    refuse(read.code.mix ? 'A film is drawn by one step of the run, and this code mixes two.' : null)
    return read.code
  })
  const { classes, config } = await readState(run, options)
  for (const { point } of codes) {
    refuse(whyNoClass(point, classes?.names.length ?? 0))
    refuse(whyNoLatent(point, config.latent))
    refuse(whyNoDirection(point, directionCounts(config.latent)))
  }
  return codes.map(({ point }) => point)
}

function refuse(problem: string | null): void {
  if (problem !== null) throw new UsageError(`--codes: ${problem}`)
}

function readTimes(text: string | undefined, ways: number): readonly number[] | null {
  if (text === undefined) return null
  const times = text.split(',').map(Number)
  const { min, max } = PATH_LIMITS.seconds
  if (!times.every((seconds) => seconds >= min && seconds <= max))
    throw new UsageError(`--times are seconds from ${min} to ${max} such as 2,1.5,3, not “${text}”.`)
  if (times.length !== ways) throw new UsageError(`--times gives ${times.length} of the ${ways} ways their seconds: give each one.`)
  return times
}
