// Paths of key pictures in time: how long it takes from each key to the next, and how the way there begins and ends. A position counts keys, as in
// `Blend`: 1.5 is half-way from the second to the third.
import type { PathMethod } from './blends.ts'
import type { LatentPoint } from './picture-code.ts'

/** `slow at keys`: smoothstep 3t² - 2t³, whose speed is 0 at both ends. */
export const EASINGS = ['even', 'slow at keys'] as const
export type Easing = (typeof EASINGS)[number]

/** The way from one key to the next. */
interface Leg {
  readonly seconds: number
  readonly easing: Easing
}

export interface TimedKey extends Leg {
  readonly point: LatentPoint
}

export interface TimedPath {
  readonly keys: readonly TimedKey[]
  readonly method: PathMethod
  /** Goes on from the last key to the first; otherwise the seconds of the last key are not played. */
  readonly closed: boolean
}

/** What tells time on a path. */
type Timing = { readonly keys: readonly Leg[]; readonly closed: boolean }

/** `seconds`: of a leg. */
export const PATH_LIMITS = { keys: { min: 2, max: 64 }, seconds: { min: 0.1, max: 30, default: 2 } } as const

/** The ways that are played: none where there are fewer than two keys. */
function legsOf({ keys, closed }: Timing): readonly Leg[] {
  if (keys.length < 2) return []
  return closed ? keys : keys.slice(0, -1)
}

/** The position where the path ends. That of a closed one is also where it begins. */
export function pathEnd(path: Timing): number {
  return legsOf(path).length
}

/** From the first key to the last, or of a closed path back to the first. */
export function pathSeconds(path: Timing): number {
  return legsOf(path).reduce((sum, { seconds }) => sum + seconds, 0)
}

/** The position after so many seconds. A closed path goes round and round, also backwards; an open one has its ends before and after. */
export function positionAt(path: Timing, seconds: number): number {
  const legs = legsOf(path)
  const time = within(seconds, pathSeconds(path), path.closed)
  let before = 0
  for (const [i, leg] of legs.entries()) {
    if (time < before + leg.seconds) return i + eased((time - before) / leg.seconds, leg.easing)
    before += leg.seconds
  }
  return path.closed ? 0 : legs.length
}

/** When the path is at a position, the inverse of `positionAt`: of a closed path from 0 to less than its seconds. */
export function secondsAt(path: Timing, position: number): number {
  const legs = legsOf(path)
  const at = within(position, legs.length, path.closed)
  const leg = legs[Math.floor(at)]
  const before = legs.slice(0, Math.floor(at)).reduce((sum, { seconds }) => sum + seconds, 0)
  return leg ? before + leg.seconds * uneased(at % 1, leg.easing) : before
}

/** The same path with all its ways as many times as long. Each stays within what a leg may last. */
export function stretched<K extends Leg>(keys: readonly K[], times: number): K[] {
  const { min, max } = PATH_LIMITS.seconds
  return keys.map((key) => ({ ...key, seconds: Math.min(max, Math.max(min, key.seconds * times)) }))
}

/** Round and round where it is closed, else from 0 to the end. */
function within(value: number, end: number, closed: boolean): number {
  if (end === 0) return 0
  return closed ? ((value % end) + end) % end : Math.min(end, Math.max(0, value))
}

/** 0 to 1 for 0 to 1, growing. */
function eased(t: number, easing: Easing): number {
  return easing === 'even' ? t : t * t * (3 - 2 * t)
}

/** The inverse of `eased`: of smoothstep, 1/2 - sin(asin(1 - 2s) / 3), which rounding would keep from being 0 at 0. */
function uneased(share: number, easing: Easing): number {
  return easing === 'even' || share === 0 ? share : 0.5 - Math.sin(Math.asin(1 - 2 * share) / 3)
}
