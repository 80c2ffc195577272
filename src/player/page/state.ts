// What is shown: one point of the generator's input space, reached from A. Nothing here knows the page.
import { classOfSeed } from '../../gan/class-draws.ts'
import { interpolate } from '../../gan/latent/latent.ts'
import { type LatentPoint, roundPosition, type SeedPoint } from '../../spec/picture-code.ts'

/** Where the picture is taken from: around A, or on the way from A to B. */
export type Way = 'around' | 'between'

export interface Position {
  readonly a: SeedPoint
  readonly b: SeedPoint
  readonly way: Way
  /** On the map around A, -1 to 1 each, upwards; A is in the middle. */
  readonly x: number
  readonly y: number
  /** From A, 0, to B, 1. */
  readonly at: number
  /** The point of a code that none of these places is: it is shown in their place until something is steered. */
  readonly given: LatentPoint | null
}

/** Its class, where there are any, is the one that the seed has on the wall of the run. */
export function seedPoint(seed: number, counts: readonly number[], index: number | null = null): SeedPoint {
  return counts.length > 0 ? { seed, class: index ?? classOfSeed(seed, counts) } : { seed }
}

/** The distance from the middle of the map is the angle to A in quarter turns. */
export function pointOf({ a, b, way, x, y, at, given }: Position): LatentPoint {
  if (given) return given
  return way === 'between' ? pointOnWay(a, b, at) : pointAround(a, x, y)
}

export function pointOnWay(a: SeedPoint, b: SeedPoint, at: number): LatentPoint {
  if (at === 0 || at === 1) return at === 0 ? a : b
  return { ...a, towards: { ...b, at: roundPosition(at), method: 'slerp' } }
}

export function pointAround(a: SeedPoint, x: number, y: number): LatentPoint {
  const radius = roundPosition(Math.hypot(x, y))
  if (radius === 0) return a
  return { ...a, loop: { radius, at: roundPosition((Math.atan2(y, x) / (2 * Math.PI) + 1) % 1) } }
}

/** The position that shows a point; what the point does not say stays as it was. @param counts of the classes */
export function positionOf(point: LatentPoint, before: Position, counts: readonly number[]): Position {
  const { towards, loop, latent } = point
  const a = latent === undefined ? seedPoint(point.seed, counts, point.class) : before.a
  if (!isPlace(point)) return { ...before, a, way: 'around', x: 0, y: 0, at: 0, given: point }
  if (towards)
    return { ...before, given: null, a, b: seedPoint(towards.seed, counts, towards.class), way: 'between', x: 0, y: 0, at: towards.at }
  const angle = 2 * Math.PI * (loop?.at ?? 0)
  const radius = loop?.radius ?? 0 // up to 2, which is off the map
  return { ...before, given: null, a, way: 'around', x: radius * Math.cos(angle), y: radius * Math.sin(angle), at: 0 }
}

/** Whether it is on the map or on the way to B. */
function isPlace({ towards, pad, latent, variety, directions }: LatentPoint): boolean {
  return !pad && towards?.method !== 'lerp' && latent === undefined && variety === undefined && directions === undefined
}

export function clampToMap(value: number): number {
  return Math.max(-1, Math.min(1, value))
}

/** The corners of the map are not on a circle that fits into it. */
const LARGEST_CIRCLE = 1
/** Of a circle that begins in the middle. */
const FIRST_CIRCLE = 0.35

/** Where a film is that began at a position, after `turns`: round A on the circle through it, or from A to B and back. */
export function playedPosition(start: Position, turns: number): Position {
  if (start.way === 'between') {
    const phase = Math.acos(1 - 2 * start.at) + 2 * Math.PI * turns
    return { ...start, at: (1 - Math.cos(phase)) / 2 }
  }
  const distance = Math.hypot(start.x, start.y)
  const radius = distance < 0.05 ? FIRST_CIRCLE : Math.min(LARGEST_CIRCLE, distance)
  const angle = Math.atan2(start.y, start.x) + 2 * Math.PI * turns
  return { ...start, x: radius * Math.cos(angle), y: radius * Math.sin(angle) }
}

/** Milliseconds in which about two thirds of the way to the target are made. */
const TIME_CONSTANT = 90
/** As good as there. */
const NEAR = 1e-3

/** A code nearer to the target: z on the great circle to it, class weights in a straight line. It lands on the very target. @param elapsed milliseconds */
export function easedCode(code: Float32Array, target: Float32Array, latent: number, elapsed: number): Float32Array {
  const share = 1 - Math.exp(-elapsed / TIME_CONSTANT)
  const next = code.map((value, i) => value + share * ((target[i] as number) - value))
  next.set(interpolate(code.subarray(0, latent), target.subarray(0, latent), share, 'slerp'))
  return next.every((value, i) => Math.abs(value - (target[i] as number)) < NEAR) ? target : next
}
