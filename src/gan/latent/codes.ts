// What G reads for a picture: a point of the latent space, and with classes how much the picture belongs to each.
import { type LatentPoint, roundPosition, type SeedPoint } from '../../spec/picture-code.ts'
import type { InterpolationMethod } from '../../spec/report.ts'
import { classOfSeed } from '../class-draws.ts'
import { circleAround, interpolate, latentOfSeed } from './latent.ts'

/** What codes are made from. */
export interface CodeSpace {
  /** Length of z. */
  readonly latent: number
  /** Of each class, in what proportion it is drawn; empty where G is told none. */
  readonly counts: readonly number[]
  /** How much classes count at that step, 0 to 1. */
  readonly ramp: number
}

/** Two seeds or two classes: the ends of a way. */
export type Pair = readonly [a: number, b: number]

/** [z, one weight a class], [latent + classes] */
export function joinCode(z: Float32Array, weights: Float32Array): Float32Array {
  const code = new Float32Array(z.length + weights.length)
  code.set(z)
  code.set(weights, z.length)
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

/** The codes of sample seeds. @param classes one a seed; null where G is told none */
export function seedCodes(seeds: readonly number[], classes: readonly number[] | null, space: CodeSpace): Float32Array[] {
  return seeds.map((seed, i) => {
    const z = latentOfSeed(seed, space.latent)
    return classes ? joinCode(z, classWeights(classes[i] as number, space)) : z
  })
}

/**
 * The codes on the way between two seeds and two classes: class weights change linearly, and the latent as `method` says. The same seed twice
 * keeps its latent on all of the way.
 * @param classes null where G is told none
 */
export function pathCodes(
  seeds: Pair,
  classes: Pair | null,
  at: readonly number[],
  method: InterpolationMethod,
  space: CodeSpace,
): Float32Array[] {
  const [from, to] = seeds.map((seed) => latentOfSeed(seed, space.latent)) as [Float32Array, Float32Array]
  const ends = classes?.map((index) => classWeights(index, space)) as [Float32Array, Float32Array] | undefined
  return at.map((t) => {
    const z = seeds[0] === seeds[1] ? from : interpolate(from, to, t, method)
    return ends ? joinCode(z, mixed(...ends, t)) : z
  })
}

/** The code of a point, whose positions are rounded as in the text of its picture: see `roundPosition`. Between two seeds as in `pathCodes`. */
export function pointCode({ seed, class: own, towards, loop }: LatentPoint, space: CodeSpace): Float32Array {
  const classOf = (point: SeedPoint) => (space.counts.length > 0 ? (point.class ?? classOfSeed(point.seed, space.counts)) : null)
  const [from, to] = [classOf({ seed, ...(own !== undefined && { class: own }) }), towards ? classOf(towards) : null]
  if (towards) {
    const classes = from !== null && to !== null ? ([from, to] as const) : null
    return pathCodes([seed, towards.seed], classes, [roundPosition(towards.at)], towards.method, space)[0] as Float32Array
  }
  const z = loop ? circleAround(seed, roundPosition(loop.radius), roundPosition(loop.at), space.latent) : latentOfSeed(seed, space.latent)
  return from === null ? z : joinCode(z, classWeights(from, space))
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
