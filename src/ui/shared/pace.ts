// Rate and time left of work in progress, from its last seconds, since early items may not be representative.
import type { ImportProgress } from '../../spec/image-set.ts'
import { formatDuration } from './format.ts'

interface Mark {
  /** Time in milliseconds. */
  readonly at: number
  readonly done: number
}

/** Progress over the last seconds, the oldest mark first. */
export type Marks = readonly Mark[]

const WINDOW_MS = 6000
/** Over shorter spans a rate would fluctuate. */
const MIN_SPAN_MS = 1000

/** Shorter waits are over before they can be read. */
const MIN_SHOWN_SECONDS = 1

/** Adds a mark and drops those outside the window, except the latest before: slow work makes few marks. */
export function addMark(marks: Marks, mark: Mark): Marks {
  return [...marks.filter(({ at }, i) => mark.at - at <= WINDOW_MS || i === marks.length - 1), mark]
}

/** “about 0:40 left”; null if unknown or too short to read. */
export function aboutLeft(seconds: number | null): string | null {
  return seconds === null || seconds < MIN_SHOWN_SECONDS ? null : `about ${formatDuration(seconds)} left`
}

/** Items per second and seconds left; null while it is too early to say. */
export function paceOf(
  marks: Marks,
  { total }: Pick<ImportProgress, 'total'>,
): { readonly perSecond: number; readonly left: number } | null {
  const first = marks[0]
  const last = marks.at(-1)
  if (!first || !last || last.at - first.at < MIN_SPAN_MS || last.done <= first.done) return null
  const perSecond = (1000 * (last.done - first.done)) / (last.at - first.at)
  return { perSecond, left: Math.max(0, total - last.done) / perSecond }
}
