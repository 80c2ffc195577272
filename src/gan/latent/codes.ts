// What G reads for a picture: a point of the latent space, and with classes how much the picture belongs to each.
import { readLatent } from '../../spec/latent-text.ts'
import { type BetweenFour, type LatentPoint, roundPosition, type SeedPoint } from '../../spec/picture-code.ts'
import { classOfSeed } from '../class-draws.ts'
import { alongDirections, type Directions, zonedSigmas } from './directions.ts'
import { betweenFour, circleAround, type Four, interpolate, latentOfSeed, ofFour } from './latent.ts'

/** What codes are made from. */
export interface CodeSpace {
  /** Length of z. */
  readonly latent: number
  /** Of each class, in what proportion it is drawn; empty where G is told none. */
  readonly counts: readonly number[]
  /** How much classes count at that step, 0 to 1. */
  readonly ramp: number
  /** Needed by points that go along directions alone. */
  readonly directions?: Directions
}

/** [z, one weight a class, see `zonedSigmas`], [latent + classes], with directions [latent + classes + zones · directions] */
export function joinCode(z: Float32Array, weights: Float32Array, sigmas: Float32Array = new Float32Array(0)): Float32Array {
  const code = new Float32Array(z.length + weights.length + sigmas.length)
  code.set(z)
  code.set(weights, z.length)
  code.set(sigmas, z.length + weights.length)
  return code
}

/** A 1 in the place of the class, times the ramp, [classes]. @throws if there is no such class */
export function classWeights(index: number, { counts, ramp }: CodeSpace): Float32Array {
  if (!(index in counts)) throw new RangeError(`there is no class ${index} among ${counts.length}`)
  return Float32Array.from(counts, (_, k) => (k === index ? ramp : 0))
}

/** The classes of these seeds by frequency. */
export function classesOfSeeds(seeds: readonly number[], { counts }: CodeSpace): number[] {
  return seeds.map((seed) => classOfSeed(seed, counts))
}

/**
 * The code of a point, see `joinCode`, at positions rounded as in the text of its picture: see `roundPosition`. A point without a class has that
 * of its seed. Between samples class weights change linearly, and the latent as the move says; the same seed twice keeps its latent on all of the way.
 * Directions limited to a zone stand at its end: they change what the norms of these layers subtract.
 * @throws RangeError where there is no such class or direction, or the own latent has another length
 */
export function pointCode(point: LatentPoint, space: CodeSpace): Float32Array {
  const { directions } = space
  const z = latentOfPoint(point, space)
  return joinCode(z, weightsOfPoint(point, space), directions && zonedSigmas(point.directions ?? [], directions))
}

/** z of a point, with its edits: variety times the latent, and then along directions, [latent]. @throws RangeError as pointCode */
export function latentOfPoint(point: LatentPoint, space: CodeSpace): Float32Array {
  const variety = roundPosition(point.variety ?? 1)
  const z = point.latent === undefined ? movedLatent(point, space.latent) : ownLatent(point.latent, space.latent)
  const edited = variety === 1 ? z : z.map((value) => variety * value)
  return alongDirections(edited, point.directions ?? [], space.directions)
}

function ownLatent(text: string, latent: number): Float32Array {
  const z = readLatent(text)
  if (z?.length !== latent) throw new RangeError(`a latent of ${z?.length ?? 'no'} numbers is not one of ${latent}`)
  return z
}

function movedLatent({ seed, towards, loop, pad }: LatentPoint, latent: number): Float32Array {
  if (loop) return circleAround(seed, roundPosition(loop.radius), roundPosition(loop.at), latent)
  const z = latentOfSeed(seed, latent)
  if (pad) {
    const corners = ofFour(cornersOf({ seed }, pad), (corner) => latentOfSeed(corner.seed, latent))
    return betweenFour(corners, roundPosition(pad.x), roundPosition(pad.y))
  }
  if (!towards || towards.seed === seed) return z
  return interpolate(z, latentOfSeed(towards.seed, latent), roundPosition(towards.at), towards.method)
}

function cornersOf(own: SeedPoint, { topRight, bottomLeft, bottomRight }: BetweenFour): Four<SeedPoint> {
  return [own, topRight, bottomLeft, bottomRight]
}

/** How much a point belongs to each class, times the ramp, [classes]; empty where G is told none. @throws RangeError where there is no such class */
export function weightsOfPoint(point: LatentPoint, space: CodeSpace): Float32Array {
  const own = weightsOfSample(point, space)
  const { towards, pad } = point
  if (towards) return mixed(own, weightsOfSample(towards, space), roundPosition(towards.at))
  if (!pad) return own
  const [a, b, c, d] = ofFour(cornersOf(point, pad), (corner) => weightsOfSample(corner, space))
  const x = roundPosition(pad.x)
  return mixed(mixed(a, b, x), mixed(c, d, x), roundPosition(pad.y))
}

function weightsOfSample({ seed, class: own }: SeedPoint, space: CodeSpace): Float32Array {
  return space.counts.length === 0 ? new Float32Array(0) : classWeights(own ?? classOfSeed(seed, space.counts), space)
}

/** (1 - t) a + t b */
function mixed(a: Float32Array, b: Float32Array, t: number): Float32Array {
  return a.map((weight, k) => (1 - t) * weight + t * (b[k] as number))
}

/**
 * `count` classes in proportion to these counts, by largest remainder, each spread evenly over the list: for measurements that must not depend
 * on chance.
 */
export function proportionalClasses(counts: readonly number[], count: number): number[] {
  const shares = sharesOf(counts, count)
  const places = shares.flatMap((share, k) => Array.from({ length: share }, (_, j) => ({ k, at: (j + 0.5) / share })))
  return places.sort((one, other) => one.at - other.at || one.k - other.k).map(({ k }) => k)
}

/** How many of `count` each gets: what is left after rounding down goes to the largest remainders, the first ones of equal ones. */
function sharesOf(counts: readonly number[], count: number): number[] {
  const sum = counts.reduce((all, one) => all + one, 0)
  const exact = counts.map((one) => (sum > 0 ? (one / sum) * count : count / counts.length))
  const shares = exact.map(Math.floor)
  const left = count - shares.reduce((all, one) => all + one, 0)
  const byRemainder = exact
    .map((share, k) => ({ k, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.k - b.k)
  for (const { k } of byRemainder.slice(0, left)) shares[k] = (shares[k] as number) + 1
  return shares
}
