// How fast an import goes and how long it will still take, told from its last seconds: files differ, and the first ones tell little.
import type { ImportProgress } from '../../spec/report.ts'
import { formatDuration } from './format.ts'

interface Mark {
  /** Milliseconds. */
  readonly at: number
  readonly done: number
}

/** Marks of the last seconds, the oldest first. */
export type Marks = readonly Mark[]

const WINDOW_MS = 6000
/** Before that a rate would only jump about. */
const MIN_SPAN_MS = 1000

/** Seconds left; shorter waits are over before they are read. */
const MIN_SHOWN_SECONDS = 1

/** A mark more; what is too old to count goes, save the last before it: slow work makes few marks. */
export function addMark(marks: Marks, mark: Mark): Marks {
  return [...marks.filter(({ at }, i) => mark.at - at <= WINDOW_MS || i === marks.length - 1), mark]
}

/** “about 0:40 left”; null where it cannot be said, or would be over before it is read. */
export function aboutLeft(seconds: number | null): string | null {
  return seconds === null || seconds < MIN_SHOWN_SECONDS ? null : `about ${formatDuration(seconds)} left`
}

/** Files a second and seconds left; null while it is too early to say. */
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
