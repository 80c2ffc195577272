// What a person drags, as a point with a code (spec/blends.ts): a short one where the code can say the way, else one with a latent of its own.
import type { Blend, EditedBlend } from '../../spec/blends.ts'
import { writeLatent } from '../../spec/latent-text.ts'
import { type DirectionEdit, isSamePoint, type LatentPoint, pointBetween, roundPosition, type SeedPoint } from '../../spec/picture-code.ts'
import type { InterpolationMethod } from '../../spec/report.ts'
import { classesOfFour, classMix } from './class-mix.ts'
import { type CodeSpace, latentOfPoint, weightsOfPoint } from './codes.ts'
import { betweenFour, interpolate, ofFour } from './latent.ts'
import { splineThrough } from './spline.ts'

/**
 * The point of a blend. Between plain seeds a pad stays a pad and a leg of a path a way; where it is one of the points themselves, it is that point.
 * All others have the nearest latent that a code can say, and their classes mixed, of more than three the three that count most. Directions limited
 * to a zone, which a latent cannot say, are mixed linearly.
 * @throws RangeError where a path has no keys, or as pointCode
 */
export function blendPoint({ blend, variety = 1, directions = [] }: EditedBlend, space: CodeSpace): LatentPoint {
  const point = pointOfBlend(blend, space)
  if (roundPosition(variety) === 1 && directions.length === 0) return point
  const own = point.directions?.map((edit) => (edit.zone === undefined ? { ...edit, sigmas: variety * edit.sigmas } : edit)) ?? []
  return { ...point, variety: roundPosition(variety * (point.variety ?? 1)), ...directionsOf([...own, ...directions]) }
}

function pointOfBlend(blend: Blend, space: CodeSpace): LatentPoint {
  switch (blend.kind) {
    case 'point':
      return blend.point
    case 'pad':
      return pointOfPad(blend, space)
    case 'path':
      return pointOfPath(blend, space)
    default:
      return blend satisfies never
  }
}

function pointOfPad({ corners, ...place }: Extract<Blend, { kind: 'pad' }>, space: CodeSpace): LatentPoint {
  const [x, y] = [roundPosition(place.x), roundPosition(place.y)]
  const [topLeft, topRight, bottomLeft, bottomRight] = corners
  if (y === 0) return pointOnWay(topLeft, topRight, x, 'slerp', space)
  if (y === 1) return pointOnWay(bottomLeft, bottomRight, x, 'slerp', space)
  if (x === 0) return pointOnWay(topLeft, bottomLeft, y, 'slerp', space)
  if (x === 1) return pointOnWay(topRight, bottomRight, y, 'slerp', space)
  if (corners.every((corner) => isSamePoint(corner, topLeft))) return topLeft
  const shares = [(1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y]
  const [a, b, c, d] = ofFour(corners, sampleOf)
  if (a && b && c && d) {
    return { ...a, pad: { topRight: b, bottomLeft: c, bottomRight: d, x, y }, ...zonedDirections(corners, shares) }
  }
  const latents = ofFour(corners, (corner) => latentOfPoint(corner, space))
  const [e, f, g, h] = ofFour(corners, (corner) => onlyClass(corner, space))
  const { seed } = topLeft
  const areSingle = e !== null && f !== null && g !== null && h !== null
  const classes = areSingle ? classesOfFour(seed, [e, f, g, h], x, y) : classesTogether(seed, corners, shares, space)
  return { seed, ...classes, latent: writeLatent(betweenFour(latents, x, y)), ...zonedDirections(corners, shares) }
}

function pointOfPath({ keys, method, closed, at }: Extract<Blend, { kind: 'path' }>, space: CodeSpace): LatentPoint {
  const count = keys.length
  if (count === 0) throw new RangeError('a path needs a key to show')
  const place = closed ? ((at % count) + count) % count : Math.max(0, Math.min(count - 1, at))
  const leg = Math.floor(place)
  const t = roundPosition(place - leg)
  const [from, to] = [keys[leg % count], keys[(leg + 1) % count]] as [LatentPoint, LatentPoint]
  if (method !== 'spline') return pointOnWay(from, to, t, method, space)
  if (t === 0 || t === 1) return t === 0 ? from : to
  if (keys.every((key) => isSamePoint(key, from))) return from
  const z = splineThrough(
    keys.map((key) => latentOfPoint(key, space)),
    closed,
    leg + t,
  )
  return ownPoint(z, [from, to], t, space)
}

/** @param t rounded */
function pointOnWay(from: LatentPoint, to: LatentPoint, t: number, method: InterpolationMethod, space: CodeSpace): LatentPoint {
  if (t === 0 || isSamePoint(from, to)) return from
  if (t === 1) return to
  const [a, b] = [sampleOf(from), sampleOf(to)]
  if (a && b) return { ...pointBetween(a, b, t, method), ...zonedDirections([from, to], [1 - t, t]) }
  return ownPoint(interpolate(latentOfPoint(from, space), latentOfPoint(to, space), t, method), [from, to], t, space)
}

/** The sample that a point is but for directions in zones; null where its latent is another one. */
function sampleOf(point: LatentPoint): SeedPoint | null {
  const { towards, loop, pad, latent, variety = 1, directions = [], ...sample } = point
  if (towards || loop || pad || latent !== undefined || roundPosition(variety) !== 1) return null
  return directions.every(({ zone, sigmas }) => zone !== undefined || roundPosition(sigmas) === 0) ? sample : null
}

/** A point with that latent. Its seed, which says nothing then, is that of the first end. */
function ownPoint(z: Float32Array, ends: readonly [LatentPoint, LatentPoint], t: number, space: CodeSpace): LatentPoint {
  const [{ seed }] = ends
  const shares = [1 - t, t]
  return { seed, ...classesTogether(seed, ends, shares, space), latent: writeLatent(z), ...zonedDirections(ends, shares) }
}

/** @param shares how much each of the points counts */
function classesTogether(seed: number, points: readonly LatentPoint[], shares: readonly number[], space: CodeSpace) {
  const ofPoints = points.map((point) => weightsOfPoint(point, { ...space, ramp: 1 }))
  return classMix(
    seed,
    space.counts.map((_, k) => shares.reduce((sum, share, i) => sum + share * (ofPoints[i]?.[k] as number), 0)),
  )
}

/** Null where the point belongs to several classes, or there are none. */
function onlyClass(point: LatentPoint, space: CodeSpace): number | null {
  const classes = [...weightsOfPoint(point, { ...space, ramp: 1 }).entries()].filter(([, weight]) => weight > 0)
  return classes.length === 1 ? (classes[0]?.[0] ?? null) : null
}

function zonedDirections(points: readonly LatentPoint[], shares: readonly number[]): Pick<LatentPoint, 'directions'> {
  const edits = points.flatMap(({ directions = [] }, i) =>
    directions.map((edit) => ({ ...edit, sigmas: (shares[i] as number) * edit.sigmas })),
  )
  return directionsOf(edits.filter(({ zone }) => zone !== undefined))
}

/** Each direction once, as far as these edits together go along it. */
function directionsOf(edits: readonly DirectionEdit[]): Pick<LatentPoint, 'directions'> {
  const sums = new Map<string, DirectionEdit>()
  for (const edit of edits) {
    const key = `${edit.set}${edit.index}${edit.zone ?? ''}`
    sums.set(key, { ...edit, sigmas: (sums.get(key)?.sigmas ?? 0) + edit.sigmas })
  }
  const rounded = [...sums.values()].map((edit) => ({ ...edit, sigmas: roundPosition(edit.sigmas) }))
  const directions = rounded.filter(({ sigmas }) => sigmas !== 0)
  return directions.length > 0 ? { directions } : {}
}
